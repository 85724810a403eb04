// Sends readings to Python often enough to feel live and never faster than Python answers.

const SPACING_MS = 50;
const PATIENCE_MS = 400;
const MOST_PATIENCE_MS = 3200;

class Sender {
  /**
   * transmit gets {value, resting, seq, epoch}, and text where it was typed; seq goes on from the
   * last one that Python has taken in this epoch, which is the session's.
   */
  constructor(transmit) {
    this.transmit = transmit;
    this.epoch = null;
    this.sentAt = -Infinity;
    this.patience = PATIENCE_MS;
    this.pending = null;
    this.last = null;
    this.timer = 0;
  }

  /** Whether Python has yet to answer for something, or something is yet to be sent. */
  get waiting() {
    return this.pending !== null || this.acknowledged < this.seq;
  }

  /**
   * Keep only the newest reading; a resting one goes at once, for it is the one that counts. One
   * that says only that the thumb has come to rest is still a movement where Python may not have
   * heard of the last one.
   */
  offer(reading) {
    const unheard = this.acknowledged < this.seq && this.last.moved;
    const moved = reading.moved !== false || this.pending?.moved || unheard;
    this.pending = { ...reading, moved };
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
    this.last = this.pending;
    this.pending = null;
    this.sentAt = performance.now();
    this.transmit({ ...this.last, seq: this.seq, epoch: this.epoch });
  }

  /** Take note of the last reading that Python has taken. */
  acknowledge(seq, epoch) {
    if (epoch !== this.epoch) this.restart(seq, epoch);
    else if (seq > this.acknowledged) {
      this.acknowledged = Math.min(seq, this.seq);
      if (this.acknowledged === this.seq) this.patience = PATIENCE_MS;
    }
    this.flush();
  }

  /** Another session answers, which has not heard of what the one before left unanswered. */
  restart(seq, epoch) {
    const unanswered = this.epoch !== null && this.acknowledged < this.seq ? this.last : null;
    this.pending ??= unanswered;
    this.epoch = epoch;
    this.seq = this.acknowledged = seq;
    this.patience = PATIENCE_MS;
  }

  stop() {
    clearTimeout(this.timer);
    this.pending = null;
  }
}
