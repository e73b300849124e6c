/**
 * Places on the pages of a draft, in points from the lower left of the page as it is seen. What is changed by hand is
 * remembered; a seal stays beside its person, at its real size, until it is moved itself (Decree 30/2020, App. I, II.8a).
 */
export class Places {
    SMALLEST = 8;

    constructor(pages, boxes) {
        this.pages = pages;
        this.boxes = boxes.map((box) => ({ ...box, isChanged: false }));
    }

    get missing() {
        return this.boxes.filter((box) => box.missing);
    }

    get changed() {
        return this.boxes.filter((box) => box.isChanged);
    }

    on(page) {
        return this.boxes.filter((box) => box.page === page && !box.missing);
    }

    find(field) {
        return this.boxes.find((box) => box.field === field);
    }

    /** What `save_places` takes; a seal that only followed its person is left to the server. */
    toSave() {
        return this.changed.map(({ field, page, x0, y0, x1, y1 }) => ({ field, page, x0, y0, x1, y1 }));
    }

    /** Puts the lower left corner there, on that page, kept inside it. */
    moveTo(box, page, x, y) {
        const { width, height } = this.pages[page];
        const [wide, high] = [box.x1 - box.x0, box.y1 - box.y0];
        const x0 = Math.max(0, Math.min(x, width - wide));
        const y0 = Math.max(0, Math.min(y, height - high));
        Object.assign(box, { page, x0, y0, x1: x0 + wide, y1: y0 + high });
        this.touch(box);
    }

    moveBy(box, x, y) {
        this.moveTo(box, box.page, box.x0 + x, box.y0 + y);
    }

    /** Draws the lower right corner there; a seal keeps its size. */
    stretchTo(box, x1, y0) {
        if (box.kind === "seal") {
            return;
        }
        box.x1 = Math.max(box.x0 + this.SMALLEST, Math.min(x1, this.pages[box.page].width));
        box.y0 = Math.min(box.y1 - this.SMALLEST, Math.max(y0, 0));
        this.touch(box);
    }

    /** Puts a missing place where it was offered. */
    put(box) {
        this.touch(box);
    }

    touch(box) {
        Object.assign(box, { isChanged: true, moved: true, missing: false });
        this.boxes.filter((seal) => seal.follows === box.field && !seal.moved).forEach((seal) => this.follow(seal, box));
    }

    /** The right edge of the seal lies at one third of the person's box, its middle at the middle; inside the page. */
    follow(seal, person) {
        const { width, height } = this.pages[person.page];
        const side = seal.x1 - seal.x0;
        const x0 = Math.max(0, Math.min(person.x0 + (person.x1 - person.x0) / 3 - side, width - side));
        const y0 = Math.max(0, Math.min((person.y0 + person.y1) / 2 - side / 2, height - side));
        Object.assign(seal, { page: person.page, x0, y0, x1: x0 + side, y1: y0 + side, missing: false });
    }
}
