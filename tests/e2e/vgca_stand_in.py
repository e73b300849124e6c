"""A stand-in for VGCA Sign Service: what a browser, and our server, can see of it from public code.

What: a WebSocket over TLS on loopback, one function a path (SignApproved, SignIssued, SignAppendix). One request is one
connection: one JSON text in, one JSON text out, closed. In between it fetches the PDF at `FileName`, signs it in a
field of its own as an approval signature, and sends it as `uploadfile` to `FileUploadHandler`, without any cookie.

How to use: `with VgcaStandIn(key, certificate, chain) as tool:` and `tool.address`; `sign_file` is the signing alone.
The person who types a PIN in the window is `answer`: called with the request, it says whether to sign. `sign` makes
what is sent back: `sign_file`, or something a tool that is not to be trusted would make.
"""

import asyncio
import datetime
import ipaddress
import json
import ssl
import tempfile
import threading
import uuid
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from websockets.asyncio.server import serve

__all__ = ["VgcaStandIn", "sign_file"]

FUNCTIONS = ("SignApproved", "SignIssued", "SignAppendix", "SignCopy", "SignIncome")
LARGEST = 64 * 1024 * 1024


def sign_file(pdf: bytes, key, certificate: x509.Certificate, chain=(), *, field: str = "",
              box=(380, 90, 520, 140)) -> bytes:
    """Sign a whole file the way the tool does: an approval signature in a visible field it makes and names itself."""
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(one) for one in chain])
    encoded = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = SimpleSigner(_asn1(certificate), asn1_keys.PrivateKeyInfo.load(encoded), store)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    field = field or f"Signature{1 + len(list(enumerate_sig_fields(writer)))}"
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    output = BytesIO()
    PdfSigner(metadata, signer, new_field_spec=SigFieldSpec(field, on_page=0, box=box)).sign_pdf(
        writer, output=output)
    return output.getvalue()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class VgcaStandIn:
    """The running tool with one person's key. `seen` keeps what pages asked for: (function, request)."""

    def __init__(self, key, certificate: x509.Certificate, chain=(), *, answer=lambda function, request: True,
                 sign=sign_file):
        self._key, self._certificate, self._chain, self._answer = key, certificate, chain, answer
        self._sign = sign
        self.seen: list[tuple[str, dict]] = []
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._ended = self._loop.create_future()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)

    def __enter__(self):
        self._thread.start()
        self._ready.wait(30)
        return self

    def __exit__(self, *_error):
        self._loop.call_soon_threadsafe(self._ended.set_result, None)
        self._thread.join(30)
        self._loop.close()

    async def _serve(self):
        async with serve(self._talk, "127.0.0.1", 0, ssl=_own_tls()) as server:
            self.address = f"wss://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            self._ready.set()
            await self._ended

    async def _talk(self, connection):
        function = connection.request.path.strip("/")
        text = await connection.recv()
        answer = await asyncio.to_thread(self._carry_out, function, text)
        await connection.send(json.dumps(answer))

    def _carry_out(self, function: str, text: str) -> dict:
        if function not in FUNCTIONS:
            return {"Status": 404, "Message": "function not found"}
        request = json.loads(text)
        self.seen.append((function, request))
        if not self._answer(function, request):
            return {"Status": 1, "Message": "Người dùng hủy ký"}
        try:
            pdf = _fetch(Request(request["FileName"]))
            handler = json.loads(_fetch(_upload(
                request["FileUploadHandler"], self._sign(pdf, self._key, self._certificate, self._chain))))
        except (URLError, PdfError, SigningError, ValueError) as error:
            return {"Status": 2, "Message": f"{type(error).__name__}: {error}"}
        return {"Status": 0 if handler.get("Status") else 3, "Message": handler.get("Message", ""),
                "FileName": handler.get("FileName", ""), "FileServer": handler.get("FileServer", ""),
                "DocumentNumber": request.get("DocNumber", ""), "DocumentDate": request.get("IssuedDate", "")}


def _fetch(request: Request) -> bytes:
    """Ask without cookies and without a proxy; a refusal's body is an answer too."""
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=30) as response:
            return response.read(LARGEST)
    except HTTPError as error:
        if error.headers.get_content_type() == "application/json":
            return error.read(LARGEST)
        raise


def _upload(address: str, signed: bytes) -> Request:
    boundary = uuid.uuid4().hex
    head = (f'--{boundary}\r\nContent-Disposition: form-data; name="uploadfile"; filename="van-ban.signed.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n")
    body = head.encode() + signed + f"\r\n--{boundary}--\r\n".encode()
    return Request(address, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


def _own_tls() -> ssl.SSLContext:
    """Give TLS with a certificate made now for 127.0.0.1, as the tool makes its own when it is installed."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tls.pem")
        path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption()) + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
    return context
