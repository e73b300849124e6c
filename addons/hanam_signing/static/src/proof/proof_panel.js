import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const ICONS = { success: "fa-check-circle", danger: "fa-times-circle", warning: "fa-exclamation-triangle", info: "fa-clock-o" };
const PRINTING = "o_hanam_prints_proof";

/**
 * Why a file still holds, or why it does not: the verdict, each signature, and the file revision by revision. Everything
 * is told by the server from what one check stored; nothing is judged here.
 */
export class ProofPanel extends Component {
    static template = "hanam_signing.ProofPanel";
    static props = {
        model: String,
        id: Number,
        method: { type: String, optional: true },
    };
    static defaultProps = { method: "proof" };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ proof: null, isRunning: false, problem: "" });
        onWillStart(() => this.load(this.props.method, this.props));
        onWillUpdateProps((next) => next.id !== this.props.id && this.load(next.method, next));
    }

    get proof() {
        return this.state.proof;
    }

    icon(tone) {
        return ICONS[tone] || "fa-info-circle";
    }

    async load(method, { model, id } = this.props) {
        Object.assign(this.state, { isRunning: true, problem: "" });
        try {
            this.state.proof = await this.orm.call(model, method, [[id]]);
        } catch (error) {
            this.state.problem = error.data?.message || error.message;
        } finally {
            this.state.isRunning = false;
        }
    }

    checkAgain() {
        return this.load("check_again");
    }

    /** Only the panel goes to paper: a copy of it stands alone on the page while the browser prints. */
    print() {
        const sheet = document.createElement("div");
        sheet.className = "o_hanam_proof_sheet";
        sheet.append(this.root.el.cloneNode(true));
        document.body.append(sheet);
        document.body.classList.add(PRINTING);
        const clear = () => {
            document.body.classList.remove(PRINTING);
            sheet.remove();
        };
        window.addEventListener("afterprint", clear, { once: true });
        window.print();
    }
}

/** The panel as a page of a check. */
class ProofWidget extends Component {
    static template = "hanam_signing.ProofWidget";
    static components = { ProofPanel };
    static props = { ...standardWidgetProps };
}

registry.category("view_widgets").add("signing_proof", { component: ProofWidget });

/** The panel over whatever was open: `model` has `proof` and `check_again` for one record. */
export class ProofDialog extends Component {
    static template = "hanam_signing.ProofDialog";
    static components = { Dialog, ProofPanel };
    static props = { close: Function, model: String, id: Number };

    get title() {
        return _t("Signatures: why the file holds, or does not");
    }
}

/** What follows is the form behind as the server now has it: a new check may have changed its verdict. */
function showProof(env, { params }) {
    return new Promise((resolve) => {
        const props = { model: params.model, id: params.id };
        env.services.dialog.add(ProofDialog, props, { onClose: () => resolve("soft_reload") });
    });
}

registry.category("actions").add("hanam_signing.proof", showProof);
