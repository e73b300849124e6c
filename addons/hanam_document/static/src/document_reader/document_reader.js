import { Component, onWillUnmount, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { FileUploader } from "@web/views/fields/file_handler";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Shows the files of a document beside its fields, and takes new ones while the document takes any. A new file is read
 * before it is saved: what stands on the scan is typed from it.
 */
export class DocumentReader extends Component {
    static template = "hanam_document.DocumentReader";
    static components = { FileUploader };
    static props = {
        ...standardWidgetProps,
        files: { type: String },
        open: { type: String },
    };

    setup() {
        this.state = useState({ chosen: false, isDraggedOver: false });
        this.frame = useRef("frame");
        // file record -> address of its bytes in this browser, until it is saved
        this.unsaved = new Map();
        useEffect((frame) => frame && hidePDFJSButtons(frame, { hideRotation: true }), () => [this.frame.el]);
        useExternalListener(document, "webviewerloaded", this.onViewerLoaded);
        onWillUnmount(() => this.unsaved.forEach((address) => URL.revokeObjectURL(address)));
    }

    /** A file from outside may carry scripts: they never run. */
    onViewerLoaded({ detail }) {
        detail.source.PDFViewerApplicationOptions.set("enableScripting", false);
    }

    get list() {
        return this.props.record.data[this.props.files];
    }

    get files() {
        return this.list.records.map((record) => ({ id: record.id, name: record.data.name, address: this.address(record) }));
    }

    get current() {
        const files = this.files;
        return files.find((file) => file.id === this.state.chosen) || files[0];
    }

    get isOpen() {
        return Boolean(this.props.record.data[this.props.open]);
    }

    get viewer() {
        const address = this.current?.address;
        return address && `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(address)}#pagemode=none&zoom=page-width`;
    }

    /** Only a PDF has pages; anything else is opened from the list of files. */
    address(record) {
        const attachment = record.data.attachment_id;
        const stored = attachment && record.data.page_amount && `/web/content/${attachment.id}`;
        return this.unsaved.get(record.id) || stored || "";
    }

    async add({ name, data, objectUrl }) {
        const file = await this.list.addNewRecord({ position: "bottom", mode: "readonly" });
        if (objectUrl) {
            this.unsaved.set(file.id, objectUrl);
        }
        await file.update({ name, upload: data });
        this.state.chosen = file.id;
    }

    async onDrop(ev) {
        this.state.isDraggedOver = false;
        for (const file of ev.dataTransfer.files) {
            await this.add(await this.read(file));
        }
    }

    read(file) {
        return new Promise((resolve, reject) => {
            const reader = new FileReader();
            reader.onerror = () => reject(reader.error);
            reader.onload = () =>
                resolve({
                    name: file.name,
                    data: reader.result.split(",")[1],
                    objectUrl: file.type === "application/pdf" ? URL.createObjectURL(file) : null,
                });
            reader.readAsDataURL(file);
        });
    }
}

registry.category("view_widgets").add("document_reader", {
    component: DocumentReader,
    extractProps: ({ attrs }) => ({ files: attrs.files, open: attrs.open }),
    fieldDependencies: [],
});
