import Testing
import Web

@Suite struct FieldTests {
    @Test func `label, hint and error belong to the control`() {
        let field = TextField(
            "caller", label: "Who is asking?", hint: "As they say it.", error: "Say who is asking.",
            isRequired: true)
        let markup = field.html.description
        #expect(
            markup.contains(
                "<label for=\"caller\">Who is asking? <span class=\"needed\">needed</span></label>"))
        #expect(markup.contains("id=\"caller\" name=\"caller\""))
        #expect(
            markup.contains("aria-describedby=\"caller-hint caller-error\" aria-invalid=\"true\" required"))
        #expect(markup.contains("id=\"caller-error\""))
    }

    @Test(arguments: [TextField.Kind.passphrase, .newPassphrase, .oneTimeCode])
    func `a secret is never written back into the page`(kind: TextField.Kind) {
        #expect(
            !TextField("secret", label: "Secret", value: "opensesame", kind: kind).html.description.contains(
                "opensesame"))
    }

    @Test(arguments: [
        (TextField.Kind.text, "off"), (.name, "off"), (.telephone, "off"), (.email, "off"),
        (.number, "off"), (.search, "off"), (.passphrase, "current-password"),
        (.newPassphrase, "new-password"),
        (.signInName, "username"), (.oneTimeCode, "one-time-code"),
    ])
    func `the browser remembers nothing about a client`(kind: TextField.Kind, autocomplete: String) {
        let markup = TextField("x", label: "X", kind: kind).html.description
        #expect(markup.contains("autocomplete=\"\(autocomplete)\""))
    }

    @Test(arguments: [TextField.Kind.passphrase, .newPassphrase, .oneTimeCode])
    func `a passphrase and a code may be pasted: no field and no script stands in the way`(
        kind: TextField.Kind
    ) throws {
        let markup = TextField("x", label: "X", kind: kind).html.description
        #expect(!markup.contains(" on") && !markup.contains("readonly"))
        let script = String(decoding: Asset.script.bytes, as: UTF8.self)
        for event in ["paste", "beforeinput", "contextmenu", "drop"] { #expect(!script.contains(event)) }
    }

    @Test func `a leading line break survives a text area`() {
        #expect(
            TextArea("x", label: "X", value: "\nfirst").html.description.contains(">\n\nfirst</textarea>"))
    }

    @Test func `a search posts, so that what is looked for is in no address`() {
        let markup = SearchForm(to: "/find", live: "/find/live", token: "t", label: "Name") { "" as HTML }
            .html.description
        #expect(markup.contains("method=\"post\" action=\"/find\""))
        #expect(markup.contains("name=\"form\" value=\"t\""))
        #expect(!markup.contains("method=\"get\""))
    }

    @Test func `the error summary leads to the first control of a group`() {
        let errors: FieldErrors = ["asked": "Say whether they agreed."]
        let group = RadioGroup(
            "asked", legend: "Did they agree?", choices: [Choice("yes", "Yes"), Choice("no", "No")],
            error: errors["asked"])
        #expect(
            ErrorSummary(errors).html.description.contains("<a href=\"#asked\">Say whether they agreed.</a>"))
        #expect(
            group.html.description.contains("<input type=\"radio\" id=\"asked\" name=\"asked\" value=\"yes\"")
        )
        #expect(group.html.description.contains("id=\"asked-2\" name=\"asked\" value=\"no\""))
    }

    @Test func `no errors, no summary`() {
        #expect(ErrorSummary(.none).html.isEmpty)
        #expect(FieldErrors.none.isEmpty)
        #expect(FieldErrors.none["anything"] == nil)
    }
}
