import { Component, onWillStart, useEffect, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const EVERY = 30000;

/**
 * How the exchange is doing. Every figure is a button that opens the list of what it counts. The board looks again by
 * itself while it is visible; when the server does not answer it keeps the last figures and says so.
 */
export class ExchangeBoard extends Component {
    static template = "hanam_document.ExchangeBoard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: null, problem: "", isLoading: false });
        onWillStart(() => this.load());
        useExternalListener(document, "visibilitychange", () => this.loadIfVisible());
        useEffect(
            () => {
                const timer = browser.setInterval(() => this.loadIfVisible(), EVERY);
                return () => browser.clearInterval(timer);
            },
            () => []
        );
    }

    loadIfVisible() {
        if (document.visibilityState === "visible") {
            return this.load();
        }
    }

    async load() {
        if (this.state.isLoading) {
            return;
        }
        this.state.isLoading = true;
        try {
            this.state.board = await this.orm.silent.call("document.exchange.board", "board", []);
            this.state.problem = "";
        } catch (error) {
            this.state.problem = error.data?.message || _t("The server does not answer. The figures are those of the last answer.");
        } finally {
            this.state.isLoading = false;
        }
    }

    get statusLabel() {
        const labels = { ok: _t("All is well"), warning: _t("Needs attention"), critical: _t("Needs a person now") };
        return labels[this.state.board.status];
    }

    get statusIcon() {
        return { ok: "fa-check-circle", warning: "fa-exclamation-triangle", critical: "fa-times-circle" }[this.state.board.status];
    }

    /** What a level looks like: colour never stands alone, an icon or a word is always beside it. */
    colour(level) {
        return { warning: "text-warning-emphasis", critical: "text-danger" }[level] || "";
    }

    alert(level) {
        return level === "critical" ? "alert-danger" : "alert-warning";
    }

    moment(value) {
        return value ? formatDateTime(deserializeDateTime(value)) : "–";
    }

    open({ name, model, domain }) {
        return this.action.doAction({
            type: "ir.actions.act_window", name, res_model: model, domain, views: [[false, "list"], [false, "form"]],
        });
    }
}

registry.category("actions").add("hanam_document.exchange_board", ExchangeBoard);
