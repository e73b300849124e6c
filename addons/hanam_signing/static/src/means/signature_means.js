import { _t } from "@web/core/l10n/translation";

function isPinRefused(error) {
    return (error.data?.name || "").endsWith("PinRefused");
}

/**
 * Carries out signing steps of one or many records with whatever holds the person's key (`params.provider_mode`).
 * An act is { model, id, method, args }. Each act succeeds or fails alone; what stops all of them (no key, no agent)
 * is thrown. The PIN is an argument of the calls and is kept nowhere.
 */
export class SignatureMeans {
    constructor(env) {
        this.orm = env.services.orm;
    }

    async sign(acts, params, pin, { begin, done, failed }) {
        const ways = { server: this.byServer };
        const way = ways[params.provider_mode];
        if (!way) {
            throw new Error(_t("This certificate cannot be used in the browser."));
        }
        await way.call(this, acts, params, pin, { begin, done, failed });
    }

    /** The server reaches the key itself: one request for each act. */
    async byServer(acts, params, pin, { begin, done, failed }) {
        for (const act of acts) {
            begin(act);
            try {
                done(act, await this.orm.silent.call(act.model, act.method, [[act.id]], { ...act.args, pin }));
            } catch (error) {
                if (isPinRefused(error)) {
                    // never tried again by itself: three wrong ones lock a token
                    throw error;
                }
                failed(act, error.data?.message || error.message);
            }
        }
    }
}
