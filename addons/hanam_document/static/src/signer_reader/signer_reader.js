import { Component, useEffect, useExternalListener, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Shows the files of another agency's document to who signs or seals it jointly; the row of signers opens them. */
export class SignerReader extends Component {
    static template = "hanam_document.SignerReader";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState({ chosen: "" });
        this.frame = useRef("frame");
        useEffect((frame) => frame && hidePDFJSButtons(frame, { hideRotation: true }), () => [this.frame.el]);
        useExternalListener(document, "webviewerloaded", this.onViewerLoaded);
    }

    /** A file from outside may carry scripts: they never run. */
    onViewerLoaded({ detail }) {
        detail.source.PDFViewerApplicationOptions.set("enableScripting", false);
    }

    get files() {
        return this.props.record.data.readable_files || [];
    }

    get current() {
        return this.files.find((file) => file.url === this.state.chosen) || this.files[0];
    }

    get viewer() {
        const { url, sha256 } = this.current;
        const address = encodeURIComponent(`${url}?version=${sha256}`);
        return `/web/static/lib/pdfjs/web/viewer.html?file=${address}#pagemode=none&zoom=page-width`;
    }
}

registry.category("view_widgets").add("document_signer_reader", {
    component: SignerReader,
    fieldDependencies: [{ name: "readable_files", type: "json" }],
});
