/**
 * A pipe for plain JSON values between two processes: a MessagePort, a WebSocket channel, or two ends in
 * one process in tests. Values arrive in order or not at all; `onClose` fires once.
 */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
