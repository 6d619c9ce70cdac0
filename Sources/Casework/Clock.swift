/// Where the time comes from: passed in, so that a test can say what it is.
package struct Clock: Sendable {
    package let now: @Sendable () -> Moment

    package init(now: @escaping @Sendable () -> Moment) { self.now = now }
}
