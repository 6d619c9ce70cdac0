import Casework
import Foundation
import Testing

@testable import Web

/// A day in three boxes, which no browser's language turns round.
@Suite struct DateFieldTests {
    private static func boxes(_ body: String, _ name: String) -> [String] {
        ["day", "month", "year"].map { part in
            let input = body.firstRange(of: "name=\"\(name).\(part)\"").map {
                body[$0.upperBound...].prefix { $0 != ">" }
            }
            return input?.firstMatch(of: /\ value="([^"]*)"/).map { String($0.output.1) } ?? ""
        }
    }

    @Test func `it is a group of three labelled boxes, each with its name, and says the order by an example`()
    {
        let html = DateField(
            "born", label: "Date of birth", value: "1981-03-27", error: "No.", .past, isRequired: true
        ).html.description
        #expect(
            html.contains(
                "<fieldset class=\"field choices has-error\" aria-describedby=\"born-hint born-error\">"))
        #expect(html.contains("<legend>Date of birth"))
        for (id, label) in [("born", "Day"), ("born-month", "Month"), ("born-year", "Year")] {
            #expect(html.contains("<label for=\"\(id)\">\(label)</label>"))
            #expect(html.contains("id=\"\(id)\""))
        }
        #expect(html.contains("For example 27 3 1981. A year of two digits is the last that has been."))
        #expect(Self.boxes(html, "born") == ["27", "3", "1981"])
        #expect(html.components(separatedBy: "autocomplete=\"off\"").count == 4)
        #expect(html.components(separatedBy: "aria-invalid=\"true\"").count == 4)
        #expect(!html.contains("type=\"date\""))
    }

    @Test(arguments: [
        ("27", "3", "1981", "1981-03-27"), ("27", "March", "1981", "1981-03-27"),
        ("27/3/1981", "", "", "1981-03-27"),
        ("27 March 1981", "", "", "1981-03-27"), ("27 March", "", "1981", "1981-03-27"),
        (" 27 ", "03", " 1981 ", "1981-03-27"),
        ("٢٧", "٣", "١٩٨١", "1981-03-27"), ("", "", "", ""), (" ", "", "\t", ""),
        // What is no day yet stays as it was typed.
        ("27", "3", "81", "27/3/81"), ("30", "2", "1981", "30/2/1981"), ("27", "", "1981", "27//1981"),
        ("27", "", "", "27"),
        ("soon", "", "", "soon"), ("3", "27", "1981", "3/27/1981"),
    ])
    func `the boxes come back as one field`(day: String, month: String, year: String, joined: String) {
        let body =
            "a=1&born.day=\(Visitor.encoded(day))&born.month=\(Visitor.encoded(month))&born.year=\(Visitor.encoded(year))&b=2"
        let form = FormBody(decoding: Array(body.utf8))
        #expect(form.fields.map(\.name) == ["a", "born", "b"])
        #expect(form["born"] == joined)
    }

    @Test func `a field that only ends like a box is left alone`() {
        let form = FormBody(decoding: Array("need.day=x&born.day=1&born.month=2".utf8))
        #expect(form.fields.map(\.name) == ["need.day", "born.day", "born.month"])
    }

    @Test(arguments: [
        ("1981-03-27", ["27", "3", "1981"]), ("27/3/81", ["27", "3", "81"]),
        ("27//1981", ["27", "", "1981"]),
        ("soon", ["soon", "", ""]), ("27/3//1981", ["27/3//1981", "", ""]), ("", ["", "", ""]),
    ])
    func `what was typed stands in the boxes again`(value: String, boxes: [String]) {
        #expect(
            Self.boxes(DateField("born", label: "B", value: value, .past).html.description, "born") == boxes)
    }

    private static let pages: [(Route, Person, String)] = [
        (.identity, .caseworker, "born"), (.reminders, .caseworker, "day"), (.restrict, .manager, "reviewOn"),
        (.counselling, .counsellor, "day"),
    ]

    @Test(arguments: pages.indices)
    func `a wrong day is refused by what is wrong with it, and stands in its boxes`(index: Int) async throws {
        let (route, person, name) = Self.pages[index]
        let charity = try await Charity.copy()
        let path = route.path(charity.file(.known))
        for (boxes, words) in [
            (["30", "2", "2027"], "That month has no such day."),
            (["2", "30", "2027"], "There is no such month."),
            (["", "2", "2027"], "The day is missing."), (["3", "", "2027"], "The month is missing."),
            (["3", "2", ""], "The year is missing."), (["3", "2", "202"], "write all four digits"),
            (["soon", "", ""], "This is not a date."),
        ] {
            let parts = zip(["day", "month", "year"], boxes).map { ("\(name).\($0)", $1) }
            let reply = try await charity.visitor(person).submit(
                path, [("name", "Amina"), ("why", "Why")] + parts)
            #expect(reply.status == 422, "\(route) \(boxes)")
            #expect(reply.text.contains(words), "\(route) \(boxes)")
            #expect(reply.body.contains("href=\"#\(name)\""), "\(route) \(boxes)")
            #expect(Self.boxes(reply.body, name) == boxes, "\(route)")
        }
        #expect(!charity.changed)
    }

    @Test func `a date of birth is saved from its boxes, and a draft from before there were boxes opens`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = Route.identity.path(charity.file(.known))
        _ = try await visitor.submit(
            "/draft", [("draft", path), ("name", "Amina Yusuf"), ("born", "1984-05-06"), ("version", "1")])
        #expect(Self.boxes(try await visitor.get(path).body, "born") == ["6", "5", "1984"])
        let parts = [("born.day", "6"), ("born.month", "may"), ("born.year", "84")]
        let saved = try await visitor.submit(
            path, [("name", "Amina Yusuf"), ("version", "1"), ("drafted", "yes")] + parts)
        #expect(saved.status == 303)
        #expect(try await visitor.open(saved.location ?? "").text.contains("Born 6 May 1984"))
    }

    @Test func `no page asks for a day in the browser’s own way`() async throws {
        let charity = try await Charity.copy()
        for person in Person.staff {
            for route in Route.allCases where route != .asset {
                let reply = try await charity.visitor(person).get(route.path(charity.file(.known)))
                for type in ["date", "time", "month", "week", "datetime-local"] {
                    #expect(!reply.body.contains("type=\"\(type)\""), "\(route)")
                }
            }
        }
    }
}
