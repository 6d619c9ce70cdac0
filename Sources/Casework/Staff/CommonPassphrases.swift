/// What is tried first besides `PublishedPassphrases`: whole ones, rows of keys that are no `KeyboardWalk`, and the
/// words that they are made of. Lower case, letters and digits only.
enum CommonPassphrases {
    static let whole: Set<String> = Set(
        """
        correcthorsebatterystaple passwordpassword password1234 password12345 password123456 qwertyuiop123 qwerty123456
        qwertyqwerty iloveyou1234 iloveyou12345 iloveyouforever iloveyousomuch ilovemyfamily ilovejesus123 ilovemymum123
        letmeinletmein welcome12345 administrator administrator1 changemenow12 thisismypassword mypassword123
        nopassword123 secretpassword supersecret12 trustnoone123 whatever12345 football12345 liverpool1234 manchester123
        manchesterunited manutd1234567 chelsea123456 arsenal123456 unbelievable1 unbelievable12 confidential confidentially
        confidential1 internationale jesuschrist123 jesusismylord jesusislord123 godisgreat123 godislove1234 allahuakbar123
        allahisgreat bismillah1234 bismillah786786 alhamdulillah alhamdulillah1 mashallah1234 subhanallah12 muhammadrasool
        lailahaillallah pakistanzindabad pakistan12345 bangladesh123 somaliland123 afghanistan123 india1234567
        twinkletwinkle happybirthday happybirthday1 goodmorning123 ilovechocolate mynameisjohn onceuponatime abracadabra12
        maytheforcebewithyou tobeornottobe thequickbrownfox littlemermaid starwars12345 harrypotter123 slipknot66666
        a1b2c3d4e5f6
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Runs of keys, each long enough to be cut anywhere.
    static let rows = [
        "012345678901234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "azertyuiopqsdfghjklmwxcvbn",
    ]

    static let words =
        """
        password passphrase passwort passcode letmein welcome iloveyou administrator admin changeme secret login signin
        qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm abcdef abc amanah charity trust office computer internet
        confidential security superman batman dragon monkey football cricket princess sunshine shadow master michael
        liverpool arsenal chelsea everton manchester united london birmingham england britain
        bismillah alhamdulillah mashallah inshallah allah muhammad mohammed islam jesus christ
        spring summer autumn winter january february march april june july august september october november december
        monday tuesday wednesday thursday friday saturday sunday forever family mother father
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
