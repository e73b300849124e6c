import { _t } from "@web/core/l10n/translation";
import { Loopback, asObject } from "./loopback";

const TROUBLES = {
    pin_wrong: () => _t("The PIN is wrong. Nothing was signed; enter the PIN again."),
    pin_locked: () =>
        _t("The token is locked after too many wrong PINs. Nothing was signed; have its issuer unlock it."),
    token_absent: () => _t("The token is not plugged in. Plug it in, wait until its light is steady, then sign again."),
    key_absent: () => _t("The token holds no key for your registered certificate. Plug in the right token."),
    cancelled: () => _t("The signature was cancelled in the signing program. Nothing was signed."),
    session_lost: () => _t("The token was pulled out while signing. Nothing was signed; plug it in and sign again."),
};

function lost() {
    return _t("The signing program ended before it signed. Nothing was signed; start it and sign again.");
}

/** The agent on the person's computer: it holds the token, lists certificates and signs what it is given. */
export class SigningAgent {
    static async connect(address) {
        const absent = _t("The signing program on this computer does not answer. Start it, then sign again.");
        const agent = new SigningAgent(await Loopback.open(address, absent));
        const { agent: name } = await agent.ask("hello");
        if (name !== "hanam") {
            agent.close();
            throw new Error(_t("Another program answers in the place of the signing program. Tell the administrator."));
        }
        return agent;
    }

    constructor(loopback) {
        this.loopback = loopback;
        this.lastId = 0;
    }

    async ask(op, content = {}) {
        const id = ++this.lastId;
        const answer = asObject(await this.loopback.ask(JSON.stringify({ id, op, ...content }), lost()), lost());
        if (answer.error) {
            const error = new Error(
                TROUBLES[answer.error]?.() || _t("The signing program could not sign: %s", answer.message || answer.error)
            );
            error.reason = answer.error;
            throw error;
        }
        if (answer.id !== id) {
            throw new Error(lost());
        }
        return answer;
    }

    /** Throws unless the token with this certificate (DER in base64) is there. */
    async require(certificate, holder) {
        const { certificates = [] } = await this.ask("certificates");
        if (!certificates.length) {
            throw new Error(TROUBLES.token_absent());
        }
        if (!certificates.some((one) => one.certificate === certificate)) {
            throw new Error(
                _t(
                    "The token holds another certificate than the one of %s that is registered here. Plug in the right token, or ask the administrator to register the new certificate.",
                    holder
                )
            );
        }
    }

    /** Signs all items under one PIN, which the agent asks for by itself when none is given. */
    async sign(certificate, pin, items) {
        const asked = items.map(({ data, mechanism }) => ({ data, mechanism }));
        const { signatures = [] } = await this.ask("sign", { certificate, items: asked, ...(pin ? { pin } : {}) });
        if (signatures.length !== items.length) {
            throw new Error(lost());
        }
        return signatures;
    }

    close() {
        this.loopback.close();
    }
}
