import { _t } from "@web/core/l10n/translation";
import { Loopback, asObject } from "./loopback";

/**
 * VGCA Sign Service signs whole files: it fetches the file from an address of ours, the person signs in its own window,
 * and it sends the signed file back to the server. One request is one connection with one answer.
 */
export async function signFile(address, { function: name, message }) {
    const absent = _t(
        "VGCA Sign Service on this computer does not answer. Start it, open its certificate page once if the browser does not know it, then sign again."
    );
    const lost = _t("VGCA Sign Service ended before it signed. Nothing was signed; start it and sign again.");
    const loopback = await Loopback.open(`${address.replace(/\/+$/, "")}/${name}`, absent);
    try {
        const answer = asObject(await loopback.ask(message, lost), lost);
        if (answer.Status !== 0 && answer.Status !== true) {
            const said = answer.Message || answer.Error || answer.Status;
            throw new Error(_t("VGCA Sign Service did not sign: %s", said));
        }
    } finally {
        loopback.close();
    }
}
