import { Component, onWillStart, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SignatureMeans, offersChoice } from "@hanam_signing/means/signature_means";

/**
 * Many documents before one signer: read with the space bar, which turns the pages and ticks the document after its
 * last one; then one PIN for all that are ticked. Each is signed by a request of its own, locked to the bytes that were
 * shown; what fails stays in the tray and says why.
 */
export class SigningTray extends Component {
    static template = "hanam_document.SigningTray";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.means = new SignatureMeans(this.env);
        this.state = useState({ lines: [], current: 0, file: 0, signing: {}, isRunning: false, begun: 0, done: 0, total: 0, problem: "", report: "", mayOmitStamp: false, omitStamp: false });
        this.frame = useRef("frame");
        this.pin = useRef("pin");
        this.code = useRef("code");
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev));
        useExternalListener(document, "webviewerloaded", this.onViewerLoaded);
        useEffect((frame) => frame && hidePDFJSButtons(frame, { hideRotation: true }), () => [this.frame.el]);
        onWillStart(() => this.load());
    }

    /** A draft may carry scripts: they never run. */
    onViewerLoaded({ detail }) {
        detail.source.PDFViewerApplicationOptions.set("enableScripting", false);
    }

    async load() {
        const { documents, signing } = await this.orm.call("document.outgoing", "signing_tray", []);
        this.state.signing = signing;
        this.state.lines = documents.map((line) => ({ ...line, isRead: false, status: "", problem: "" }));
        this.state.current = 0;
        this.state.file = 0;
    }

    get current() {
        return this.state.lines[this.state.current];
    }

    get currentFile() {
        return this.current?.files[this.state.file];
    }

    get viewer() {
        const url = this.currentFile?.url;
        return url && `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(url)}#pagemode=none&zoom=page-width`;
    }

    get ticked() {
        return this.state.lines.filter((line) => line.isRead && line.status !== "signed");
    }

    get asksPin() {
        return this.state.signing.asks_pin;
    }

    /** In percent. What was begun counts half: with a token or a remote service everything is prepared first. */
    get progress() {
        const { begun, done, total } = this.state;
        return total ? Math.round((50 * (begun + done)) / total) : 0;
    }

    get signLabel() {
        return _t("Sign %s documents", this.ticked.length);
    }

    pagesOf(line) {
        return line.pages === 1 ? _t("1 page") : _t("%s pages", line.pages);
    }

    show(index) {
        this.state.current = index;
        this.state.file = 0;
    }

    move(by) {
        const next = this.state.current + by;
        if (next >= 0 && next < this.state.lines.length) {
            this.show(next);
        }
    }

    tick(line) {
        if (!this.state.isRunning && line.status !== "signed" && !line.obstacles.length) {
            line.isRead = !line.isRead;
        }
    }

    open(line) {
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: line.model, res_id: line.id, views: [[false, "form"]],
        });
    }

    /** Keys also arrive from inside the viewer, which lies in a frame of this same server. */
    onViewerReady() {
        this.frame.el?.contentWindow?.addEventListener("keydown", (ev) => this.onKeydown(ev), true);
    }

    onKeydown(ev) {
        const isTyping = ["INPUT", "TEXTAREA", "SELECT"].includes(ev.target.tagName);
        if (isTyping || ev.ctrlKey || ev.altKey || ev.metaKey || this.state.isRunning) {
            return;
        }
        const keys = {
            " ": () => this.readOn(ev.repeat),
            ArrowDown: () => this.move(1),
            ArrowUp: () => this.move(-1),
            t: () => this.current && this.tick(this.current),
            Enter: () => this.pin.el?.focus(),
        };
        if (keys[ev.key]) {
            ev.preventDefault();
            ev.stopPropagation();
            keys[ev.key]();
        }
    }

    /**
     * One page further; after the last page of the last file the document counts as read. A key that is held down turns
     * pages and goes no further, and the viewer of the document before is none of this one's.
     */
    readOn(isHeldDown) {
        const viewer = this.frame.el?.getAttribute("src") === this.viewer && this.frame.el.contentWindow?.PDFViewerApplication;
        if (!this.current || !viewer?.pagesCount) {
            return;
        }
        const box = viewer.pdfViewer.container;
        if (box.scrollTop + box.clientHeight < box.scrollHeight - 4) {
            box.scrollTop += Math.round(box.clientHeight * 0.9);
        } else if (isHeldDown) {
            return;
        } else if (this.state.file + 1 < this.current.files.length) {
            this.state.file += 1;
        } else {
            if (!this.current.isRead) {
                this.tick(this.current);
            }
            this.move(1);
        }
    }

    onPinKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.sign();
        }
    }

    async sign() {
        const lines = this.ticked;
        const pin = this.pin.el?.value || "";
        if (this.state.isRunning || !lines.length || (this.asksPin && !pin)) {
            return;
        }
        if (this.pin.el) {
            this.pin.el.value = "";
        }
        const params = { ...this.state.signing, code: this.code.el?.value, without_timestamp: this.state.omitStamp };
        Object.assign(this.state, { isRunning: true, begun: 0, done: 0, total: lines.length, problem: "", report: "" });
        const acts = lines.map((line) => ({ model: line.model, id: line.id, method: line.method, args: { sha256: line.sha256 }, line }));
        try {
            await this.means.sign(acts, params, pin, {
                begin: (act) => this.onBegun(act.line),
                done: (act) => this.onDone(act.line, "signed", ""),
                failed: (act, problem, error) => this.onFailed(act.line, problem, error),
                report: (words) => (this.state.report = words),
            });
        } catch (error) {
            this.state.problem = error.data?.message || error.message;
            lines.filter((line) => line.status === "running").forEach((line) => (line.status = ""));
            this.pin.el?.focus();
        } finally {
            Object.assign(this.state, { isRunning: false, report: "" });
        }
    }

    /** What failed stays ticked, so that the next try needs no second reading. */
    onFailed(line, problem, error) {
        this.onDone(line, "failed", problem);
        line.isRead = true;
        this.state.mayOmitStamp = this.state.mayOmitStamp || Boolean(error && offersChoice(error));
    }

    onBegun(line) {
        Object.assign(line, { status: "running", problem: "" });
        this.state.begun += 1;
    }

    onDone(line, status, problem) {
        Object.assign(line, { status, problem });
        this.state.done += 1;
    }
}

registry.category("actions").add("hanam_document.signing_tray", SigningTray);
