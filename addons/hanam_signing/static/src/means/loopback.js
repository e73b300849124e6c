import { _t } from "@web/core/l10n/translation";

const PATIENCE = 5000;

/** Only a program on this very computer may be spoken to: whatever the setting says, nothing leaves the machine. */
function checked(address) {
    const { protocol, hostname } = new URL(address);
    if (!["ws:", "wss:"].includes(protocol) || !["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
        throw new Error(_t("The address of the signing program is not on this computer. Tell the administrator."));
    }
    return address;
}

/**
 * A conversation with a program on this computer: JSON text out, JSON text in, one answer at a time.
 * `absent` is the sentence for a program that does not answer.
 */
export class Loopback {
    static open(address, absent) {
        return new Promise((resolve, reject) => {
            const socket = new WebSocket(checked(address));
            const timer = setTimeout(() => socket.close(), PATIENCE);
            socket.onopen = () => {
                clearTimeout(timer);
                resolve(new Loopback(socket));
            };
            socket.onclose = () => {
                clearTimeout(timer);
                reject(new Error(absent));
            };
        });
    }

    constructor(socket) {
        this.socket = socket;
        this.waiting = null;
        socket.onmessage = ({ data }) => this.settle((waiting) => waiting.resolve(data));
        socket.onclose = () => this.settle((waiting) => waiting.reject(new Error(waiting.lost)));
    }

    settle(how) {
        const waiting = this.waiting;
        this.waiting = null;
        if (waiting) {
            how(waiting);
        }
    }

    /** Sends text and resolves with the next text; `lost` is the sentence for a program that ends instead. */
    ask(text, lost) {
        return new Promise((resolve, reject) => {
            if (this.socket.readyState !== WebSocket.OPEN) {
                reject(new Error(lost));
                return;
            }
            this.waiting = { resolve, reject, lost };
            this.socket.send(text);
        });
    }

    close() {
        this.socket.close();
    }
}

/** Reads an answer as a JSON object; anything else is an error with the sentence given. */
export function asObject(text, sentence) {
    let answer;
    try {
        answer = JSON.parse(text);
    } catch {
        answer = null;
    }
    if (!answer || typeof answer !== "object") {
        throw new Error(sentence);
    }
    return answer;
}
