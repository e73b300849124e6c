import { _t } from "@web/core/l10n/translation";
import { SigningAgent } from "./signing_agent";
import { signFile } from "./vgca_tool";

function isPinRefused(error) {
    return (error.data?.name || "").endsWith("PinRefused");
}

/** The authority of time stamps does not answer, and the person may sign without one. */
export function offersChoice(error) {
    return (error.data?.name || "").endsWith("TimestampChoice");
}

function sentence(error) {
    return error.data?.message || error.message;
}

/**
 * Carries out signing steps of one or many records with whatever holds the person's key (`params.provider_mode`).
 * An act is { model, id, method, args }. Each act succeeds or fails alone; what stops all of them (no key, no agent,
 * a refused PIN) is thrown. `params.without_timestamp` is the person's decision after `offersChoice`. The PIN is an argument of the calls and is kept nowhere; it is asked for each batch.
 */
export class SignatureMeans {
    constructor(env) {
        this.orm = env.services.orm;
    }

    async sign(acts, params, pin, { begin, done, failed, report = () => {} }) {
        const ways = { server: this.byServer, remote: this.byRemote, agent: this.byAgent, file: this.byFile };
        const way = ways[params.provider_mode];
        if (!way) {
            throw new Error(_t("This certificate cannot be used in the browser."));
        }
        await way.call(this, acts, params, pin, { begin, done, failed, report });
    }

    /** The server reaches the key itself: one request for each act. */
    async byServer(acts, params, pin, { begin, done, failed }) {
        const entered = params.without_timestamp ? { pin, without_timestamp: true } : pin;
        for (const act of acts) {
            begin(act);
            try {
                done(act, await this.orm.silent.call(act.model, act.method, [[act.id]], { ...act.args, pin: entered }));
            } catch (error) {
                if (isPinRefused(error)) {
                    // never tried again by itself: three wrong ones lock a token
                    throw error;
                }
                failed(act, sentence(error), error);
            }
        }
    }

    /** A remote service holds the key: everything is prepared, then authorised once. */
    async byRemote(acts, params, pin, steps) {
        const code = params.code || "";
        await this.inTwoSteps(acts, params, steps, async (batches) => {
            steps.report(_t("Waiting for the remote signing service…"));
            return this.call("sign_remotely", [batches.map(({ batch }) => batch), pin, code]);
        });
    }

    /** An agent on this computer holds the token: everything is prepared, then signed under one PIN. */
    async byAgent(acts, params, pin, steps) {
        steps.report(_t("Looking for the token…"));
        const agent = await SigningAgent.connect(params.agent_url);
        try {
            await agent.require(params.certificate_der, params.holder);
            await this.inTwoSteps(acts, params, steps, async (batches) => {
                steps.report(_t("Signing with the token…"));
                const items = batches.flatMap((one) => one.items);
                const signatures = await agent.sign(params.certificate, pin, items);
                return batches.map((one) => signatures.splice(0, one.items.length));
            });
        } finally {
            agent.close();
        }
    }

    /** A tool on this computer signs whole files, one after the other, and asks for the PIN in its own window. */
    async byFile(acts, params, pin, steps) {
        for (const act of acts) {
            const batch = await this.start(act, params, steps);
            if (!batch) {
                continue;
            }
            try {
                for (const item of batch.items) {
                    steps.report(_t("Sign “%s” in the window of the signing tool.", item.name));
                    await signFile(params.vgca_url, item);
                }
            } catch (error) {
                await this.abandon([batch], error);
                steps.failed(act, sentence(error));
                continue;
            }
            await this.finish(batch, [], steps);
        }
    }

    /** Prepares all acts, has all of them signed at once, finishes each. */
    async inTwoSteps(acts, params, steps, signAll) {
        const batches = [];
        for (const act of acts) {
            const batch = await this.start(act, params, steps);
            if (batch) {
                batches.push(batch);
            }
        }
        if (!batches.length) {
            return;
        }
        let answers;
        try {
            answers = await signAll(batches);
        } catch (error) {
            await this.abandon(batches, error);
            throw error;
        }
        for (const [index, batch] of batches.entries()) {
            await this.finish(batch, answers[index], steps);
        }
    }

    call(method, args) {
        return this.orm.silent.call("signing.request", method, args);
    }

    async start(act, params, { begin, failed, report }) {
        begin(act);
        report(_t("Preparing the signature…"));
        try {
            const certificate = params.provider_mode === "agent" ? params.certificate : false;
            const asked = [act.model, act.id, act.method, act.args || {}, certificate, Boolean(params.without_timestamp)];
            return { act, ...(await this.call("start", asked)) };
        } catch (error) {
            failed(act, sentence(error), error);
            return null;
        }
    }

    async finish({ act, batch }, answers, { done, failed, report }) {
        report(_t("Checking and storing the signature…"));
        try {
            const { state, error, outcome } = await this.call("finish", [batch, answers]);
            if (state === "done") {
                done(act, outcome);
            } else {
                failed(act, error);
            }
        } catch (error) {
            await this.abandon([{ batch }], error);
            failed(act, sentence(error), error);
        }
    }

    async abandon(batches, error) {
        const reason = String(error.reason || sentence(error));
        await Promise.allSettled(batches.map(({ batch }) => this.call("abandon", [batch, reason])));
    }
}
