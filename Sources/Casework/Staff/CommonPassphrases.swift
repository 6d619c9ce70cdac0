/// What is tried first, from what has been published of stolen passwords again and again: the whole ones that
/// are long enough to matter here, the rows of a keyboard, and the words that they are made of. Lower case,
/// letters and digits only.
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
        zaq12wsxcde34rfv 1qaz2wsx3edc 1q2w3e4r5t6y 1qazxsw23edc q1w2e3r4t5y6 a1b2c3d4e5f6 abc123456789 abcd12345678
        asdfghjkl123 asdf12345678 zxcvbnm12345 aa1234567890 a123456789012 qwer1234qwer qwe123qwe123 pass12345678
        letmein123456 monkey1234567 dragon1234567 princess12345 sunshine12345 superman12345 michael123456 charlie123456
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Runs of keys, each long enough to be cut anywhere.
    static let rows = [
        "012345678901234567890123456789", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnmqwertyuiop", "qwertyuiop1234567890qwertyuiop",
        "1234567890qwertyuiop1234567890",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
        "qazwsxedcrfvtgbyhnujmikolp", "zaqxswcdevfrbgtnhymjukilop", "azertyuiopqsdfghjklmwxcvbn",
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
