import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// Each element's result in the same order, worked out on all cores. Blocks: for a database's own thread.
    func mapOnAllCores<Result: Sendable>(_ body: @Sendable (Element) -> Result) -> [Result] {
        let size = 256
        guard count > size else { return map(body) }
        let parts = Mutex<[Int: [Result]]>([:])
        DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { part in
            let results = self[part * size..<Swift.min(count, (part + 1) * size)].map(body)
            parts.withLock { $0[part] = results }
        }
        return parts.withLock { parts in parts.sorted { $0.key < $1.key }.flatMap(\.value) }
    }
}
