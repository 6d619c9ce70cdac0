import Casework

/// What is said or read before consent is asked (clause S4.1), in one language.
struct ConsentWording: Sendable {
    /// A BCP 47 tag.
    let tag: String
    /// The language's own name.
    let name: String
    let direction: Page.Direction
    let title: String
    /// One short text a point, in the order of the procedure.
    let points: [(point: Consent.Telling, words: String)]
    let changing: String
    let agree: String
    let refuse: String
    let fields: Fields
    let confidential: String

    /// What is filled in by hand.
    struct Fields: Sendable {
        let person, recipient, parts, purpose, until, interpreter, signature, date: String

        var all: [String] { [person, recipient, parts, purpose, until] }
        var signing: [String] { [signature, date, interpreter] }
    }

    /// Whether a fluent speaker has yet to check it.
    var isDraft: Bool { tag != "en" }

    /// The language's English name.
    var english: String { ["ar": "Arabic", "ur": "Urdu"][tag] ?? "English" }

    /// What stands beside every draft.
    static let draft = "A draft, to be checked by a fluent speaker before anyone relies on it."

    /// The one text to say aloud.
    func spoken(for scope: Consent.Scope?) -> String {
        let points = points.filter { scope == .general || $0.point != .policy }
        return (points.map(\.words) + [changing]).joined(separator: " ")
    }

    static let all = [english, arabic, urdu]

    static let english = ConsentWording(
        tag: "en", name: "English", direction: .leftToRight, title: "Agreeing to share information",
        points: [
            (
                .policy,
                "What you tell us stays with us. This paper is our confidentiality policy; it says how we keep it."
            ),
            (.why, "To help you, we would like to share something about you. We will tell you why."),
            (
                .withWhom,
                "We will tell you who would get it, and which parts. They get no more than that."
            ),
            (.agreeing, "If you agree, they may use it for that only, and must keep it confidential."),
            (.refusing, "You can say no. Then we do not share it."),
            (
                .services,
                "Some services can’t be given without sharing. If this is one of them, we will tell you now."
            ),
        ],
        changing: "You can change your mind at any time. Tell us, and we stop at once.", agree: "I agree",
        refuse: "I do not agree",
        fields: Fields(
            person: "Name", recipient: "With whom", parts: "Which information", purpose: "What for",
            until: "Until when", interpreter: "Interpreter, if there was one", signature: "Signature",
            date: "Date"),
        confidential: "Confidential")

    static let arabic = ConsentWording(
        tag: "ar", name: "العربية", direction: .rightToLeft, title: "الموافقة على مشاركة المعلومات",
        points: [
            (.policy, "ما تخبرنا به يبقى عندنا. هذه الورقة هي سياسة السرية لدينا، وهي توضّح كيف نحافظ عليه."),
            (.why, "لكي نساعدك، نودّ أن نشارك بعض المعلومات عنك. سنخبرك بالسبب."),
            (.withWhom, "سنخبرك من سيطّلع على المعلومات وعلى أي جزء منها. لن يطّلع على أكثر من ذلك."),
            (.agreeing, "إذا وافقت، فلا يجوز استخدام المعلومات إلا لهذا الغرض، ويجب الحفاظ على سريتها."),
            (.refusing, "يمكنك أن ترفض. عندئذٍ لن نشاركها."),
            (
                .services,
                "بعض الخدمات لا يمكن تقديمها من دون مشاركة المعلومات. إذا كانت هذه إحداها فسنخبرك الآن."
            ),
        ],
        changing: "يمكنك تغيير رأيك في أي وقت. أخبرنا بذلك وسنتوقف فورًا.", agree: "أوافق",
        refuse: "لا أوافق",
        fields: Fields(
            person: "الاسم", recipient: "مع مَن", parts: "أي معلومات", purpose: "لأي غرض",
            until: "حتى أي تاريخ", interpreter: "المترجم، إن وُجد", signature: "التوقيع", date: "التاريخ"),
        confidential: "سرّي")

    static let urdu = ConsentWording(
        tag: "ur", name: "اردو", direction: .rightToLeft, title: "معلومات دوسروں کو دینے کی رضامندی",
        points: [
            (
                .policy,
                "آپ ہمیں جو بتاتے ہیں وہ ہمارے پاس رہتا ہے۔ یہ کاغذ ہماری رازداری کی پالیسی ہے؛ اس میں لکھا ہے کہ ہم اسے کیسے محفوظ رکھتے ہیں۔"
            ),
            (
                .why,
                "آپ کی مدد کے لیے ہم آپ کے بارے میں کچھ معلومات کسی اور کو دینا چاہتے ہیں۔ ہم آپ کو وجہ بتائیں گے۔"
            ),
            (
                .withWhom,
                "ہم آپ کو بتائیں گے کہ یہ معلومات کس کو ملیں گی اور ان کا کون سا حصہ۔ اس سے زیادہ کچھ نہیں دیا جائے گا۔"
            ),
            (
                .agreeing,
                "اگر آپ راضی ہوں تو یہ معلومات صرف اسی کام کے لیے استعمال ہوں گی اور انہیں راز میں رکھنا ہوگا۔"
            ),
            (.refusing, "آپ انکار کر سکتے ہیں۔ پھر ہم یہ معلومات کسی کو نہیں دیں گے۔"),
            (
                .services,
                "کچھ خدمات معلومات دیے بغیر فراہم نہیں کی جا سکتیں۔ اگر یہ ان میں سے ہے تو ہم آپ کو ابھی بتا دیں گے۔"
            ),
        ],
        changing: "آپ جب چاہیں اپنا فیصلہ بدل سکتے ہیں۔ ہمیں بتا دیں، ہم فوراً رک جائیں گے۔",
        agree: "میں راضی ہوں", refuse: "میں راضی نہیں ہوں",
        fields: Fields(
            person: "نام", recipient: "کس کو", parts: "کون سی معلومات", purpose: "کس مقصد کے لیے",
            until: "کب تک", interpreter: "ترجمان، اگر کوئی ہو", signature: "دستخط", date: "تاریخ"),
        confidential: "رازدارانہ")
}
