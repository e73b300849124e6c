import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus } from "@web/core/utils/hooks";
import { SignatureMeans, offersChoice } from "../means/signature_means";

/**
 * Shows what is about to be signed, asks for the PIN where this dialog is the one to ask, and has it signed by whatever
 * holds the key. The PIN lives in the input alone: it is handed on for one act and cleared before the answer comes.
 */
export class AskPinDialog extends Component {
    static template = "hanam_signing.AskPinDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        model: String,
        id: Number,
        method: String,
        args: { type: Object, optional: true },
        title: { type: String, optional: true },
        lines: {
            type: Array,
            optional: true,
            element: { type: Object, shape: { label: String, value: { type: [String, Number, Boolean] } } },
        },
        preview_url: { type: [String, Boolean], optional: true },
        confirm_label: { type: [String, Boolean], optional: true },
        provider_mode: { type: String, optional: true },
        asks_pin: { type: Boolean, optional: true },
        asks_code: { type: Boolean, optional: true },
        certificate: { type: String, optional: true },
        certificate_der: { type: String, optional: true },
        holder: { type: [String, Boolean], optional: true },
        agent_url: { type: String, optional: true },
        vgca_url: { type: String, optional: true },
        "*": true,
        done: Function,
    };
    static defaultProps = { provider_mode: "server", asks_pin: true, asks_code: false, args: {} };

    setup() {
        this.means = new SignatureMeans(this.env);
        this.state = useState({ isRunning: false, isReady: false, progress: "", problem: "", offersChoice: false, isUnstamped: false });
        this.pin = useRef("pin");
        this.code = useRef("code");
        useAutofocus({ refName: "pin" });
        onMounted(() => this.onInput());
    }

    get title() {
        return this.props.title || _t("Sign");
    }

    get confirmLabel() {
        return this.props.confirm_label || _t("Sign");
    }

    /** What the person has to do outside this page. */
    get hint() {
        const hints = {
            agent: _t("Plug in the token and start the signing program. The PIN goes to that program, not to the server."),
            file: _t("VGCA Sign Service on this computer opens the file and asks for the PIN in its own window."),
            remote: _t("The PIN goes to the remote signing service once, for what is signed now."),
        };
        return hints[this.props.provider_mode] || _t("The PIN is used once for this signature and is not kept.");
    }

    /** The server must be the only place a preview comes from. */
    get previewUrl() {
        const url = this.props.preview_url || "";
        // The page in full width, without the browser's list of thumbnails.
        return /^\/(?!\/)/.test(url) ? `${url}#navpanes=0&view=FitH` : "";
    }

    onInput() {
        const asked = [this.props.asks_pin && this.pin, this.props.asks_code && this.code].filter(Boolean);
        this.state.isReady = asked.every((input) => input.el?.value);
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.confirm();
        }
    }

    /** Takes what was entered out of the inputs, so that nothing of it stays on the page. */
    entered() {
        const [pin, code] = [this.pin, this.code].map((input) => input.el?.value || "");
        [this.pin, this.code].forEach((input) => input.el && (input.el.value = ""));
        this.onInput();
        return { pin, code };
    }

    async confirm() {
        if (this.state.isRunning || !this.state.isReady) {
            return;
        }
        const { pin, code } = this.entered();
        const { model, id, method, args } = this.props;
        Object.assign(this.state, { isRunning: true, progress: "", problem: "" });
        try {
            const params = { ...this.props, code, without_timestamp: this.state.isUnstamped };
            await this.means.sign([{ model, id, method, args }], params, pin, {
                begin: () => {},
                report: (words) => (this.state.progress = words),
                failed: (_act, words, error) => {
                    this.state.problem = words;
                    this.state.offersChoice ||= Boolean(error && offersChoice(error));
                },
                done: (_act, answer) => {
                    this.props.done(answer);
                    this.props.close();
                },
            });
        } catch (error) {
            this.state.problem = error.data?.message || error.message;
        } finally {
            Object.assign(this.state, { isRunning: false, progress: "" });
            this.pin.el?.focus();
        }
    }
}

/** Resolves with the action that follows: what the server answered, or the form behind as the server now has it. */
function askPin(env, action) {
    return new Promise((resolve) => {
        // also when it is cancelled: what led here may have moved the record already
        let next = "soft_reload";
        env.services.dialog.add(
            AskPinDialog,
            {
                ...action.params,
                done: (answer) => {
                    next = answer && typeof answer === "object" ? answer : next;
                },
            },
            { onClose: () => resolve(next) }
        );
    });
}

registry.category("actions").add("hanam_signing.ask_pin", askPin);
