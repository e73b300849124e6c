"""What becomes of a document at a recipient: the acts that lead to each fate, and what people write on the way."""

__all__ = ['BY_ORDER', 'DIRECTIONS', 'HANDED', 'NOTES', 'PROPOSALS', 'SHARES', 'SUPPORTS', 'WAIVER', 'WAYS', 'WORDS']

# fate -> the acts that lead to it, in order
TAKEN = ('receive', 'register')
SHOWN = (*TAKEN, 'present', 'propose')
LED = (*SHOWN, 'assign')
WORKED = (*LED, 'accept', 'hand_on', 'process')
WAYS = {
    '': (), 'awaited': (), 'arrived': (), 'received': ('receive',), 'questioned': ('receive', 'question'),
    'returned': ('send_back',), 'registered': TAKEN,
    'annulled': (*TAKEN, 'annul'), 'given_back': (*TAKEN, 'give_back'),
    'corrected': (*TAKEN, 'present', 'correct'), 'presented': (*TAKEN, 'present'), 'forwarded': (*TAKEN, 'forward'),
    'noted': (*SHOWN, 'note'), 'assigned': LED, 'redirected': (*LED, 'redirect'),
    'handed_on': (*LED, 'accept', 'hand_on'), 'declined': (*LED, 'accept', 'hand_on', 'decline'),
    'processing': WORKED, 'completed': (*WORKED, 'support', 'complete'),
    'reopened': (*WORKED, 'support', 'complete', 'reopen'),
}
PROPOSALS = ("Kính trình lãnh đạo xem xét, đề xuất giao phòng chuyên môn chủ trì tham mưu.",
             "Đề xuất phân công như các văn bản cùng nội dung trước đây.", "Kính trình đồng chí cho ý kiến chỉ đạo.")
DIRECTIONS = ("Nghiên cứu, tham mưu văn bản trả lời đúng hạn.", "Chủ trì tổ chức thực hiện, báo cáo kết quả.",
              "Triển khai ngay, phối hợp chặt chẽ với các đơn vị liên quan.")
SUPPORTS = ("Phối hợp cung cấp số liệu.", "Phối hợp thực hiện.")
HANDED = ("Đồng chí trực tiếp xử lý, trình dự thảo trước hạn một ngày.", "Giao đồng chí tổng hợp, báo cáo.")
NOTES = ("Đã triển khai tới các đơn vị, không phải trả lời bằng văn bản.",
         "Đã cập nhật vào kế hoạch công tác của phòng.", "Đã phổ biến, thực hiện xong, lưu hồ sơ công việc.")
SHARES = ("Đã gửi số liệu cho đơn vị chủ trì.", "Đã phối hợp, không có ý kiến khác.")
BY_ORDER = "Người ký theo thừa lệnh, chứng thư số do cơ quan khác đứng tên; đã xác minh với bên gửi."
WAIVER = "Kèm bản đồ khổ lớn, không quét được; lưu bản giấy tại Văn thư."
WORDS = {
    'send_back': ('return', 'reason', "Văn bản không thuộc phạm vi giải quyết của cơ quan; đề nghị gửi đúng nơi nhận."),
    'question': ('report_anomaly', 'reason',
                 "Mục 2 nhắc đến phụ lục 01 nhưng không thấy kèm theo; đề nghị bên gửi kiểm tra lại."),
    'annul': ('annul', 'order', "Đăng ký trùng với văn bản giấy đã vào sổ, theo ý kiến Chánh Văn phòng."),
    'give_back': ('give_back', 'order', "Không thuộc thẩm quyền; chuyển trả kèm công văn của cơ quan."),
    'note': ('note', 'opinion', "Để biết, lưu."),
    'reopen': ('reopen', 'reason', "Bên gửi đề nghị bổ sung nội dung, tiếp tục giải quyết."),
}
