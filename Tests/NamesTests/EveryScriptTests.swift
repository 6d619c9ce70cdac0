import Foundation
import Names
import Testing

/// Names in all scripts: what can be saved can be found.
@Suite struct EveryScriptTests {
    private func verdict(_ first: String, _ second: String) -> Verdict {
        PersonName(first).compare(PersonName(second)).verdict
    }

    private func finds(_ query: String, _ name: String) -> Bool {
        var index = NameIndex()
        index.add("Someone Else Entirely", slot: 1)
        index.add(name, slot: 2)
        return index.find(query, limit: 5).map(\.slot).contains(2)
    }

    /// Given name and family name, by the code of the script.
    private static let names = [
        ("Arab", "مريم", "الحداد"), ("Armn", "Նունե", "Սարգսյան"), ("Beng", "সালমা", "আক্তার"),
        ("Cher", "ᏩᎾ", "ᎠᏥᎵᏙ"), ("Cyrl", "Юлія", "Ковальчук"), ("Deva", "सुनीता", "शर्मा"), ("Dsrt", "𐐔𐐯𐑆𐐨", "𐐋𐐿𐐲"),
        ("Ethi", "ሰላም", "ተስፋይ"), ("Geor", "ნინო", "ბერიძე"), ("Grek", "Ελένη", "Παππά"),
        ("Gujr", "સંજય", "પટેલ"),
        ("Guru", "ਗੁਰਪ੍ਰੀਤ", "ਢਿੱਲੋਂ"), ("Hang", "민준", "김"), ("Hani", "小明", "王"), ("Hebr", "נעמי", "כהן"),
        ("Hira", "はなこ", "たなか"), ("Kana", "ハナコ", "タナカ"), ("Khmr", "សុភា", "សុខ"), ("Knda", "ಲಕ್ಷ್ಮಿ", "ಗೌಡ"),
        ("Laoo", "ສົມສັກ", "ພົມມະ"), ("Mlym", "സുരേഷ്", "നായർ"), ("Mong", "ᠪᠠᠲᠤ", "ᠳᠣᠷᠵᠢ"),
        ("Mymr", "စန်းစန်း", "အောင်မြင့်"),
        ("Nkoo", "ߊߡߊߘߎ", "ߕߙߊߥߟߋ"), ("Olck", "ᱥᱤᱫᱩ", "ᱢᱩᱨᱢᱩ"), ("Orya", "ରମେଶ", "ପଣ୍ଡା"), ("Sinh", "නිමල්", "පෙරේරා"),
        ("Syrc", "ܡܪܝܡ", "ܝܘܚܢܢ"), ("Taml", "செல்வம்", "கணேசன்"), ("Telu", "రమేష్", "రెడ్డి"), ("Tfng", "ⵉⴷⵉⵔ", "ⴰⵎⵖⴰⵔ"),
        ("Thaa", "އަހްމަދު", "ނަޝީދު"), ("Thai", "สมชาย", "ใจดี"), ("Tibt", "བསྟན་འཛིན", "རྒྱ་མཚོ"), ("Vaii", "ꕉꕜꕮ", "ꗛꔤ"),
        ("Adlm", "𞤀𞤣𞤢𞤥𞤢", "𞤈𞤵𞤧𞤵𞤥"), ("Cans", "ᐊᓕᒃ", "ᓄᓇᕗᑦ"), ("Java", "ꦱꦿꦶ", "ꦮꦲꦺꦴꦤꦺꦴ"), ("Yiii", "ꀋꉬ", "ꃀꄉ"),
    ]

    @Test(arguments: names)
    func `A name in any script is the same as itself, and found by each of its words`(
        script: String, given: String, family: String
    ) {
        let name = "\(given) \(family)"
        #expect(PersonName.hasLetter(name))
        #expect(verdict(name, name) == .same)
        #expect(verdict(name, "\(family) \(given)") == .same)
        for query in [name, given, family, "\(family) \(given)"] { #expect(finds(query, name), "\(query)") }
        #expect(verdict(name, "\(given) Qwxzvk") == .different)
        #expect(!finds("Someone", name))
    }

    @Test(arguments: names)
    func `The forms that Unicode has for one text are one name`(script: String, given: String, family: String)
    {
        let name = "\(given) \(family)"
        for form in [
            name.decomposedStringWithCanonicalMapping, name.precomposedStringWithCanonicalMapping,
            name.decomposedStringWithCompatibilityMapping, name.precomposedStringWithCompatibilityMapping,
            name.uppercased(), name.lowercased(), "\u{200E}" + name + "\u{200F}",
        ] {
            #expect(verdict(name, form) == .same)
            #expect(finds(form, name))
        }
    }

    @Test(arguments: names)
    func `A name is found while it is typed, whatever its script`(
        script: String, given: String, family: String
    ) {
        var index = NameIndex()
        index.add("\(given) \(family)", slot: 2)
        let typed = String(given.prefix(max(1, given.count - 1)))
        #expect(index.find(typed, limit: 5, isTyping: true).map(\.slot) == [2])
    }

    @Test func `Every letter of Unicode is a name of its own, in each of its forms`() {
        var missed: [String] = []
        for value in UInt32(0x41)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.isPlainLetter else { continue }
            let text = String(Character(scalar))
            let name = PersonName(text)
            var forms = [text, text.decomposedStringWithCanonicalMapping]
            // Modifier letters of Unicode 15, which this system's tables know and ours do not.
            if !(0x1E030...0x1E06D).contains(value) {
                forms.append(text.decomposedStringWithCompatibilityMapping)
            }
            if !forms.allSatisfy({ name.compare(PersonName($0)).score == 100 }) {
                missed.append(String(value, radix: 16))
            }
        }
        #expect(missed.isEmpty, "\(missed.count): \(missed.prefix(40))")
    }

    @Test(arguments: [
        "", "-", "—", "🌸", "👩🏽‍🦱", "\u{200F}\u{200F}", "\u{200B}", "\u{2060}\u{FEFF}", "\u{3164}",
        "\u{115F}\u{1160}", "\u{FFA0}",
        "\u{2800}", "12", "٣٤", "'", "’", "…", "،", "፡", "・", "་", "\u{301}", "\u{64B}", "ʼ", "?", "™", "①",
        "\u{E0020}",
        "\u{FE0F}", "\u{34F}", "\u{17B4}", "\u{180E}",
    ])
    func `What has no letter that anybody can see is no name`(text: String) {
        #expect(!PersonName.hasLetter(text))
        #expect(PersonName(text).compare(PersonName(text)).score == 0)
    }

    @Test(arguments: [
        ("王小明", "王大明"), ("王小明", "明小王"), ("김민준", "김민진"), ("สมชาย", "สมหมาย"), ("ሰላም ተስፋይ", "ሰላም ሃይለ"),
        ("נעמי כהן", "נעמי לוי"), ("たなか はなこ", "たなか たろう"), ("ნინო", "ნანა"), ("Նունե", "Անի"),
        ("செல்வம்", "கணேசன்"),
    ])
    func `Two names of one script are told apart`(first: String, second: String) {
        #expect(verdict(first, second) == .different)
        #expect(!finds(first, second))
    }

    @Test(arguments: [
        ("Ａｌｉ　Ｋｈａｎ", "Ali Khan"), ("ﬁona", "Fiona"), ("ﾀﾅｶ", "タナカ"), ("タナカ", "たなか"), ("ｶﾞｲ", "がい"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("𝓐𝓵𝓲", "Ali"), ("Ⓐⓛⓘ", "Ali"), ("ⅭⅮ", "CD"), ("ΓΙΏΡΓΟΣ", "Γιώργος"), ("ᲜᲘᲜᲝ", "ნინო"),
        ("ՆՈՒՆԵ", "Նունե"),
        ("𞤢𞤣𞤢𞤥𞤢", "𞤀𞤣𞤢𞤥𞤢"), ("נָעֳמִי", "נעמי"), ("ﬤהן", "כהן"), ("עו׳מר", "עומר"), ("אבן־גבירול", "אבן גבירול"),
        ("ሰላም፡ተስፋይ", "ሰላም ተስፋይ"), ("マリア・ロペス", "マリア ロペス"), ("マリア･ロペス", "マリア・ロペス"), ("王·小明", "王小明"),
        ("علی،خان", "علی خان"), ("Կարե՛ն", "Կարեն"), ("Հակոբ՚յան", "Հակոբյան"), ("O’Hara", "O'Hara"),
        ("OʼHara", "O＇Hara"),
        ("Anne‑Marie", "Anne-Marie"), ("Anne–Marie", "Anne Marie"), ("مــريم", "مريم"), ("مَرْيَم", "مريم"),
        ("مر\u{200D}يم", "مريم"),
        ("اٴحمد", "أحمد"), ("ا\u{654}حمد", "أحمد"), ("佐々木", "佐佐木"), ("ё", "е\u{308}"),
        ("க\u{BC6}\u{BBE}", "கொ"),
    ])
    func `Marks, points and forms that a writer may choose make no other name`(first: String, second: String)
    {
        #expect(verdict(first, second) == .same)
        #expect(finds(first, second))
        #expect(finds(second, first))
    }

    @Test(arguments: [
        ("ሰላም ተስፋይ", "Selam Tesfay"), ("ፀሐይ ኃይሌ", "Tsehay Haile"), ("ዮሐንስ", "Yohannes"),
        ("김민준", "Kim Min-jun"),
        ("김민준", "Minjun Kim"), ("박지성", "Park Ji-sung"), ("이영희", "Lee Young-hee"), ("최수진", "Choi Soo-jin"),
        ("நந்தினி", "Nandini"), ("சுரேஷ் குமார்", "Suresh Kumar"), ("రమేష్", "Ramesh"), ("ലക്ഷ്മി നായർ", "Lakshmi Nair"),
        ("නිමල් පෙරේරා", "Nimal Perera"), ("ಲಕ್ಷ್ಮಿ", "Lakshmi"), ("გიორგი ბერიძე", "Giorgi Beridze"),
        ("Արամ Սարգսյան", "Aram Sargsyan"), ("דוד לוי", "David Levy"), ("שרה", "Sarah"),
        ("נעמי כהן", "Naomi Cohen"),
        ("ܡܪܝܡ", "Maryam"), ("ᱥᱤᱫᱩ ᱢᱩᱨᱢᱩ", "Sidu Murmu"), ("𞤀𞤣𞤢𞤥𞤢", "Adama"), ("ߊߡߊߘߎ", "Amadu"),
        ("たなか はなこ", "Tanaka Hanako"),
        ("しゅん", "Shun"), ("きょうこ", "Kyoko"), ("ⵉⴷⵉⵔ", "Idir"), ("އަހްމަދު", "Ahmadu"), ("Юлія", "Yulia"),
        ("Ελένη", "Eleni"),
    ])
    func `Where a script says what it sounds like, Latin letters find it`(script: String, latin: String) {
        #expect(verdict(script, latin) != .different)
        #expect(finds(latin, script))
        #expect(finds(script, latin))
    }

    @Test(arguments: [
        ("สมชายใจดี", "สมชาย"), ("たなかはなこ", "はなこ"), ("王小明", "小明"), ("王小明", "王"), ("สมชายใจดี", "สมชาย ใจดี"),
        ("김민준", "민준"), ("김민준", "김"),
        ("សុខសុភា", "សុភា"), ("အောင်စန်းစု", "စန်းစု"),
    ])
    func `Where no spaces are written, the given or the family name finds the whole`(
        whole: String, part: String
    ) {
        #expect(verdict(whole, part) != .different)
        #expect(finds(part, whole))
    }
}

extension Unicode.Scalar {
    /// A letter that can be seen, and no mark or modifier. The saltillo joins like an apostrophe, and the forms of
    /// Arabic marks on their own are marks.
    fileprivate var isPlainLetter: Bool {
        switch value {
        case 0xA78B, 0xA78C, 0xFC5E...0xFC63, 0xFCF2...0xFCF4, 0xFE70...0xFE7F: return false
        default: break
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter:
            return !properties.isDefaultIgnorableCodePoint
        default: return false
        }
    }
}
