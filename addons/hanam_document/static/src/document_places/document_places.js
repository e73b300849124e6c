import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Places } from "./places";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const ZOOMS = [0.5, 0.75, 1, 1.5, 2];
const FIT = 2;
// in pixels: how near the edge a drag scrolls, and by how much
const EDGE = 30;

/**
 * The pages of a draft with the places of number, date, signatures and seals on them: dragged, stretched at a corner, or
 * moved with the arrow keys. Places nobody found wait in a list. Nothing is kept before it is saved.
 */
export class DocumentPlaces extends Component {
    static template = "hanam_document.DocumentPlaces";
    static components = { Dialog };
    static props = { close: Function, id: Number, title: String };

    setup() {
        this.orm = useService("orm");
        this.sheets = useRef("sheets");
        this.state = useState({ preview: null, places: null, selected: "", shown: 0, zoom: FIT, isRunning: false, problem: "" });
        this.grip = null;
        // once what was chosen is drawn
        useEffect((shown) => shown && this.show(), () => [this.state.shown]);
        onWillStart(() => this.run("places", []));
    }

    get places() {
        return this.state.places;
    }

    get isEditable() {
        return Boolean(this.state.preview?.editable);
    }

    get isChanged() {
        return Boolean(this.places?.changed.length);
    }

    get closeLabel() {
        return this.isChanged ? _t("Discard") : _t("Close");
    }

    get sheetStyle() {
        return `width: ${100 * ZOOMS[this.state.zoom]}%`;
    }

    url(page) {
        return `${page.url}&width=${Math.min(2000, 1000 * Math.max(1, ZOOMS[this.state.zoom]))}`;
    }

    boxStyle(box, page) {
        const percent = (part, whole) => `${(100 * part) / whole}%`;
        return [
            `left: ${percent(box.x0, page.width)}`,
            `bottom: ${percent(box.y0, page.height)}`,
            `width: ${percent(box.x1 - box.x0, page.width)}`,
            `height: ${percent(box.y1 - box.y0, page.height)}`,
        ].join("; ");
    }

    pageLabel(number) {
        return _t("Page %s", number + 1);
    }

    zoomBy(step) {
        this.state.zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.state.zoom + step));
    }

    zoomToWidth() {
        this.state.zoom = FIT;
    }

    /** Calls the server; what it refuses is shown as the sentence it gave. Returns whether it was done. */
    async run(method, args) {
        Object.assign(this.state, { isRunning: true, problem: "" });
        try {
            const preview = await this.orm.call("document.file", method, [[this.props.id], ...args]);
            Object.assign(this.state, { preview, places: new Places(preview.pages, preview.boxes) });
            return true;
        } catch (error) {
            this.state.problem = error.data?.message || error.message;
            return false;
        } finally {
            this.state.isRunning = false;
        }
    }

    async save() {
        if (await this.run("save_places", [this.places.toSave(), this.state.preview.stamp])) {
            this.props.close();
        }
    }

    proposeAgain() {
        return this.run("propose_places", [this.state.preview.stamp]);
    }

    /** A place of the list: one that is missing is put on its page; then it is shown and takes the keys. */
    choose(box) {
        if (box.missing && this.isEditable) {
            this.places.put(box);
        }
        this.state.selected = box.field;
        this.state.shown += 1;
    }

    show() {
        const element = this.sheets.el?.querySelector(`[data-field="${this.state.selected}"]`);
        element?.scrollIntoView({ block: "center", inline: "center" });
        element?.focus({ preventScroll: true });
    }

    onKeydown(box, ev) {
        if (!this.isEditable || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const step = STEPS[ev.key];
        const page = box.page + ({ PageUp: -1, PageDown: 1 }[ev.key] || 0);
        if (step) {
            const [x, y] = step.map((part) => part * (ev.shiftKey ? 10 : 1));
            ev.altKey ? this.places.stretchTo(box, box.x1 + x, box.y0 + y) : this.places.moveBy(box, x, y);
        } else if (page !== box.page && this.places.pages[page]) {
            this.places.moveTo(box, page, box.x0, box.y0);
            this.choose(box);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** Takes hold of a box, by its middle or by its corner; the pointer stays with the sheets until it is let go. */
    onPointerdown(box, ev) {
        this.state.selected = box.field;
        if (!this.isEditable || ev.button) {
            return;
        }
        const { left, bottom } = ev.currentTarget.getBoundingClientRect();
        const isCorner = ev.target.classList.contains("o_hanam_place_corner");
        this.grip = { field: box.field, isCorner, x: ev.clientX - left, y: bottom - ev.clientY };
        this.sheets.el.setPointerCapture(ev.pointerId);
        ev.currentTarget.focus({ preventScroll: true });
        ev.preventDefault();
    }

    onPointermove(ev) {
        if (!this.grip) {
            return;
        }
        this.scrollNear(ev.clientY);
        const box = this.places.find(this.grip.field);
        const page = this.grip.isCorner ? box.page : this.pageAt(ev.clientY, box.page);
        const { left, bottom, width } = this.sheet(page).getBoundingClientRect();
        const scale = this.places.pages[page].width / width;
        const [x, y] = [(ev.clientX - left) * scale, (bottom - ev.clientY) * scale];
        if (this.grip.isCorner) {
            this.places.stretchTo(box, x, y);
        } else {
            this.places.moveTo(box, page, x - this.grip.x * scale, y - this.grip.y * scale);
        }
    }

    /** A place is taken to a page that is not in sight. */
    scrollNear(y) {
        const { top, bottom } = this.sheets.el.getBoundingClientRect();
        this.sheets.el.scrollTop += y > bottom - EDGE ? EDGE / 2 : y < top + EDGE ? -EDGE / 2 : 0;
    }

    onPointerup() {
        this.grip = null;
    }

    sheet(page) {
        return this.sheets.el.querySelector(`[data-page="${page}"]`);
    }

    /** The page under the pointer; between two pages the one the box is on. */
    pageAt(y, usual) {
        const found = this.places.pages.findIndex((_page, number) => {
            const { top, bottom } = this.sheet(number).getBoundingClientRect();
            return top <= y && y <= bottom;
        });
        return found < 0 ? usual : found;
    }
}

/** What follows is the form behind as the server now has it: moved places are another version of the file. */
function movePlaces(env, { name, params }) {
    return new Promise((resolve) => {
        env.services.dialog.add(DocumentPlaces, { id: params.id, title: name }, { onClose: () => resolve("soft_reload") });
    });
}

registry.category("actions").add("hanam_document.places", movePlaces);
