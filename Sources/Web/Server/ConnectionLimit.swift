import Casework
import NIOCore
import Synchronization

/// How many connections one address may hold, so that it can't take them all; an IPv6 address with its /64.
package final class ConnectionLimit: Sendable {
    /// Of everybody: fewer than the 1,024 files that a process may usually have open, with the database's beside them.
    package static let mostInAll = 768
    /// Of one address: more than thirty browsers behind one router open.
    package static let mostOfOneAddress = 192

    private let most: Int
    private let held = Mutex<[String: Int]>([:])

    package init(most: Int = mostOfOneAddress) { self.most = most }

    /// Counts a connection.
    /// - Returns: whether it may stay.
    package func opened(by address: String) -> Bool {
        let address = SignInSource.network(address)
        return held.withLock { held in
            held[address, default: 0] += 1
            return held[address, default: 0] <= most
        }
    }

    package func closed(by address: String) {
        let address = SignInSource.network(address)
        held.withLock { held in
            let left = held[address, default: 0] - 1
            held[address] = left > 0 ? left : nil
        }
    }
}

/// Closes a connection that is one too many of its address before anything of it is read.
package final class ConnectionLimitHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = NIOAny
    package typealias InboundOut = NIOAny

    private let limit: ConnectionLimit
    private var address: String?
    private var mayStay = true

    package init(_ limit: ConnectionLimit) { self.limit = limit }

    package func handlerAdded(context: ChannelHandlerContext) {
        guard let address = context.remoteAddress?.ipAddress else { return }
        self.address = address
        mayStay = limit.opened(by: address)
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        if let address { limit.closed(by: address) }
        address = nil
    }

    package func channelActive(context: ChannelHandlerContext) {
        if mayStay { context.fireChannelActive() } else { context.close(promise: nil) }
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if mayStay { context.fireChannelRead(data) } else { context.close(promise: nil) }
    }
}
