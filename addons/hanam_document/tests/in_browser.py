"""Scripts for `browser_js`: a person at a page, who waits until what is to be pressed is there."""

WAITING = """
(async () => {
    const until = async (what) => {
        for (let tries = 0; tries < 200; tries++) {
            const found = what();
            if (found) { return found; }
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`never there: ${what}`);
    };
    const see = (selector) => until(() => document.querySelector(selector));
    const gone = (selector) => until(() => !document.querySelector(selector));
    %s
    console.log("test successful");
})();
"""


def script(acts):
    """Return JavaScript that carries out `acts`; in it `see(selector)` and `gone(selector)` wait."""
    return WAITING % acts
