import { present } from '../../base/assert.ts';
import { type Content, falsified, torn } from './letters.ts';
import type { PostAnswer } from './post-answer.ts';
import type { SimProcess } from './process.ts';
import type { Stage } from './stage.ts';

type Post = { readonly token: string; readonly content: Content };

/** Messages under way to processes; what a dead process had taken is posted again. */
export class Posts {
  readonly #stage: Stage;
  readonly #under = new Map<number, { process: SimProcess; letter: number | null }>();
  #count = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Whether nothing is under way. */
  none(): boolean {
    return this.#under.size === 0;
  }

  /** Nobody will answer what this process had. */
  lost(process: SimProcess): void {
    for (const [id, one] of this.#under) {
      if (one.process !== process) continue;
      this.#under.delete(id);
      if (one.letter !== null) this.#stage.mail.back(one.letter);
    }
  }

  /** Posts one letter, many or none, and now and then an old one again, whole or spoilt. */
  some(ready: readonly SimProcess[], letters: readonly number[]): void {
    const { random, weather, mail } = this.#stage;
    if (random.below(1_000) < weather.posting) {
      const many = random.chance(1, 8) ? 1 + random.below(12) : 1;
      for (const letter of random.shuffle(letters).slice(0, many)) {
        this.#post(random.pick(ready), letter, false);
      }
    }
    const old = random.below(1_000) < weather.echoing ? mail.posted() : [];
    if (old.length === 0) return;
    const letter = random.pick(old);
    if (random.chance(1, 3)) this.#spoilt(random.pick(ready), letter);
    else this.#post(random.pick(ready), letter, true);
  }

  #post(process: SimProcess, letter: number, echo: boolean): void {
    const { mail, journal, wrong } = this.#stage;
    const { letter: whole } = mail.standing(letter);
    const content = present(mail.standing(letter).content, 'what it says');
    const post = { token: whole.token, content };
    const id = this.#send(process, post, echo ? null : letter, (answer) => {
      const fault = mail.answered(letter, content, echo, answer);
      if (fault !== null) wrong(fault);
    });
    if (!echo) mail.out(letter);
    journal.note(`post ${id} letter ${letter}${echo ? ' again' : ''} to ${process.name}`);
  }

  // What nobody can have signed: torn on the way, or with another digit in it.
  #spoilt(process: SimProcess, letter: number): void {
    const { mail, journal, random, wrong } = this.#stage;
    const { letter: whole } = mail.standing(letter);
    const { content } = mail.standing(letter);
    if (!(content instanceof Uint8Array)) return;
    const spoilt = random.chance(1, 2) ? torn(random, content) : falsified(random, content);
    if (spoilt === null) return;
    const post = { token: whole.token, content: spoilt };
    const id = this.#send(process, post, null, (answer) => {
      if (answer.accepted) wrong(`letter ${letter} was accepted although altered on the way`);
    });
    journal.note(`post ${id} letter ${letter} spoilt to ${process.name}`);
  }

  #send(
    process: SimProcess,
    { token, content }: Post,
    letter: number | null,
    then: (answer: PostAnswer) => void,
  ): number {
    const { mail, journal, wrong } = this.#stage;
    this.#count += 1;
    const id = this.#count;
    this.#under.set(id, { process, letter });
    const answered =
      content instanceof Uint8Array ? process.post(token, content) : process.run(token, content);
    answered.then(
      (answer) => {
        if (!this.#under.delete(id)) return;
        const known = answer.accepted && answer.duplicate ? 'known' : 'new';
        journal.note(`answer ${id} ${answer.accepted ? known : answer.status}`);
        then(answer);
      },
      (error: unknown) => {
        if (!this.#under.delete(id)) return;
        if (letter !== null) mail.back(letter);
        wrong(`a message broke ${process.name}: ${String(error)}`);
      },
    );
    return id;
  }
}
