// Sends readings to Python often enough to feel live and never faster than Python answers.

const SPACING_MS = 50;
const PATIENCE_MS = 400;
const MOST_PATIENCE_MS = 3200;

class Sender {
  /** transmit gets {value, resting, seq}; seq goes on from the last one Python has taken. */
  constructor(transmit, seq) {
    this.transmit = transmit;
    this.seq = seq;
    this.acknowledged = seq;
    this.sentAt = -Infinity;
    this.patience = PATIENCE_MS;
    this.pending = null;
    this.timer = 0;
  }

  /** Whether Python has yet to answer for something, or something is yet to be sent. */
  get waiting() {
    return this.pending !== null || this.acknowledged < this.seq;
  }

  /** Keep only the newest reading; a resting one goes at once, for it is the one that counts. */
  offer(value, resting) {
    this.pending = { value, resting };
    this.flush();
  }

  flush() {
    clearTimeout(this.timer);
    if (!this.pending) return;
    const outstanding = this.acknowledged < this.seq;
    const pause = outstanding ? this.patience : SPACING_MS;
    const left = this.pending.resting ? 0 : this.sentAt + pause - performance.now();
    if (left > 0) {
      this.timer = setTimeout(() => this.flush(), left);
      return;
    }
    // No answer in time: a server this slow is asked less often.
    if (outstanding) this.patience = Math.min(MOST_PATIENCE_MS, this.patience * 2);
    this.seq += 1;
    const reading = { ...this.pending, seq: this.seq };
    this.pending = null;
    this.sentAt = performance.now();
    this.transmit(reading);
  }

  /** Take note of the last reading that Python has taken. */
  acknowledge(seq) {
    if (seq < this.acknowledged) {
      // Python counts from an earlier number: it has lost its memory, so nothing is outstanding.
      this.acknowledged = this.seq;
    } else if (seq > this.acknowledged) {
      this.acknowledged = Math.min(seq, this.seq);
      if (this.acknowledged === this.seq) this.patience = PATIENCE_MS;
    }
    this.flush();
  }

  stop() {
    clearTimeout(this.timer);
    this.pending = null;
  }
}
