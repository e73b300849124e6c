import { Component, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";

/**
 * Shows what is about to be signed and asks for the PIN. The PIN lives in the input alone: it goes to the server as an
 * argument of one call and is cleared before the answer comes.
 */
export class AskPinDialog extends Component {
    static template = "hanam_signing.AskPinDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        model: String,
        id: Number,
        method: String,
        title: { type: String, optional: true },
        lines: {
            type: Array,
            optional: true,
            element: { type: Object, shape: { label: String, value: { type: [String, Number, Boolean] } } },
        },
        preview_url: { type: [String, Boolean], optional: true },
        confirm_label: { type: [String, Boolean], optional: true },
        done: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isRunning: false, isEmpty: true });
        this.pin = useRef("pin");
        useAutofocus({ refName: "pin" });
    }

    get title() {
        return this.props.title || _t("Sign");
    }

    get confirmLabel() {
        return this.props.confirm_label || _t("Sign");
    }

    /** The server must be the only place a preview comes from. */
    get previewUrl() {
        const url = this.props.preview_url || "";
        // The page in full width, without the browser's list of thumbnails.
        return /^\/(?!\/)/.test(url) ? `${url}#navpanes=0&view=FitH` : "";
    }

    onInput() {
        this.state.isEmpty = !this.pin.el.value;
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.confirm();
        }
    }

    async confirm() {
        const pin = this.pin.el.value;
        if (this.state.isRunning || !pin) {
            return;
        }
        this.state.isRunning = true;
        this.pin.el.value = "";
        this.state.isEmpty = true;
        try {
            const { model, method, id } = this.props;
            const answer = await this.orm.call(model, method, [[id]], { pin });
            this.props.done(answer);
            this.props.close();
        } finally {
            this.state.isRunning = false;
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
