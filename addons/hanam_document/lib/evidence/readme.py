"""The first thing a reader of the pack opens: Vietnamese, plain text, with the line ends of Windows."""

__all__ = ['MANIFEST', 'README', 'SUMS', 'readme']

README, MANIFEST, SUMS = 'DOC-TRUOC-KHI-XEM.txt', 'manifest.json', 'SHA256SUMS'

HOW = """\
1. GÓI NÀY LÀ GÌ

Gói này gom lại mọi thứ hệ thống đang giữ về một văn bản, để người xem tự kiểm tra được mà không cần hệ thống đó.
Không tệp nào được sửa khi đưa vào gói: tệp văn bản và gói tin trao đổi là đúng các byte đã ký, đã gửi, đã nhận.
Các tệp .json là văn bản thuần (UTF-8), mở được bằng mọi trình soạn thảo. Thời điểm ghi theo ISO 8601; thời điểm kết
thúc bằng +07:00 là giờ Việt Nam.


2. KIỂM TRA GÓI CÒN NGUYÊN VẸN

Cách 1. Bằng công cụ có sẵn trong gói (Python 3.8 trở lên, Windows hoặc Linux, không cần mạng):

    python kiem_tra.py

Chạy trong thư mục đã giải nén. Công cụ tính lại SHA-256 của mọi tệp, so với danh sách, tìm tệp thiếu hoặc thừa, và
kiểm tra nội dung các tệp PDF có còn đúng như khi ký. Kết thúc bằng mã 0 là đạt, mã 1 là có điểm không đạt.

Cách 2. Không dùng công cụ của gói:

    Linux:    sha256sum -c SHA256SUMS
    Windows:  certutil -hashfile TÊN-TỆP SHA256      rồi so với dòng của tệp đó trong SHA256SUMS

DẤU CỦA GÓI là SHA-256 của tệp SHA256SUMS (64 chữ số). Khi lập gói, hệ thống ghi dấu này vào nhật ký của văn bản, kèm
người lập và thời điểm. Ai sửa một tệp rồi sửa luôn SHA256SUMS thì dấu tính lại sẽ khác dấu trong nhật ký. Muốn chắc,
hãy hỏi cơ quan lập gói dấu đã ghi rồi chạy:

    python kiem_tra.py DẤU
    Linux:    sha256sum SHA256SUMS
    Windows:  certutil -hashfile SHA256SUMS SHA256


3. KIỂM TRA CHỮ KÝ SỐ BẰNG PHẦN MỀM KHÁC

Tệp PDF trong thư mục van-ban mở được bằng mọi phần mềm đọc PDF; phần mềm có kiểm tra chữ ký (ví dụ pdfsig của
poppler, mutool của MuPDF, openssl cms, các phần mềm đọc PDF có bảng chữ ký) cho kết quả độc lập với hệ thống:

    pdfsig TÊN-TỆP.pdf

Muốn kết luận chứng thư có đáng tin không, phần mềm cần chứng thư gốc và danh sách thu hồi: xem thư mục chung-thu
(.pem là chứng thư, .crl là danh sách thu hồi). Người kiểm tra nên tự lấy chứng thư gốc từ tổ chức cấp, không chỉ dựa
vào bản trong gói.


4. CHỮ KÝ ĐƯỢC XÉT THẾ NÀO

Văn bản ký số của cơ quan thường có hai chữ ký: của người có thẩm quyền ký trước, rồi của cơ quan. Số, ngày tháng
được điền vào các ô đã chừa sẵn ngay trước chữ ký của cơ quan, trong cùng một lần ghi. Vì vậy chữ ký thứ nhất không bao
trùm phần cuối tệp, chữ ký của cơ quan bao trùm toàn bộ tệp: đó là điều bình thường. Tệp đính kèm và bản số hóa chỉ có
chữ ký của cơ quan. Bản trong thư mục luu-tru bắt đầu bằng đúng các byte của tệp đã phát hành, thêm dấu thời gian.

Một chữ ký đạt khi: nội dung tệp đúng như khi ký; phần thêm sau chữ ký là phần được phép; chứng thư do tổ chức tin cậy
cấp, còn hiệu lực và chưa bị thu hồi vào lúc ký; người ký là người phải ký. Hệ thống đã xét các điểm đó, với danh sách
thu hồi nào, vào lúc nào, kết quả ra sao: xem thư mục kiem-tra-chu-ky. Công cụ trong gói chỉ xét điểm thứ nhất và giá
trị chữ ký (RSA), không xét các điểm còn lại.

Tệp đến từ nơi khác được giữ nguyên như khi nhận, kể cả khi chữ ký không đạt; khi đó công cụ báo KHÔNG ĐẠT cho chữ ký
của tệp ấy, còn các tệp của gói vẫn ĐẠT.


5. THỜI ĐIỂM THEO ĐỒNG HỒ NÀO

Thời điểm trong noi-nhan.json ghi rõ theo đồng hồ của ai: của hệ thống lập gói này, hay của hệ thống nơi nhận (lấy từ
gói tin trạng thái nơi nhận gửi về, gói tin đó nằm trong thư mục goi-tin). Hai đồng hồ có thể lệch nhau.
"""


def readme(entries, occasion):
    """Return the readme as text. `entries`: what the pack holds, in the order in which it is told."""
    about = '\n'.join(f'    {label}: {value}' for label, value in occasion.lines)
    width = max((len(entry.name) for entry in entries), default=0)
    held = '\n'.join(f'    {entry.name:<{width}}  {entry.what}' for entry in entries)
    made = f'{occasion.moment:%H:%M:%S ngày %d/%m/%Y}'
    text = (f'GÓI BẰNG CHỨNG\n{occasion.title}\n\n{about}\n\n'
            f'Lập lúc {made} tại {occasion.agency}. Người lập: {occasion.made_by}.\n\n\n{HOW}\n\n'
            f'6. TRONG GÓI CÓ\n\n{held}\n'
            f'    {README:<{width}}  Bản hướng dẫn này\n'
            f'    {MANIFEST:<{width}}  Danh sách tệp: tên, kích thước, SHA-256, là gì\n'
            f'    {SUMS:<{width}}  SHA-256 của mọi tệp, kể cả manifest.json\n')
    return text.replace('\n', '\r\n')
