import type { Readable } from 'node:stream';

/** A file that is generated while it is read. */
export class FileAnswer {
  /** In bytes. */
  readonly size: number;
  /** Generates nothing until it is read. May be destroyed early. */
  readonly content: Readable;
  readonly mediaType: string;

  constructor(size: number, content: Readable, mediaType: string) {
    this.size = size;
    this.content = content;
    this.mediaType = mediaType;
  }
}
