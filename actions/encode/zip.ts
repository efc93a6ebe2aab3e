import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

/** The first moment a zip can state (APPNOTE 4.4.6), in local time as zip has it. */
const EARLIEST = new Date(1980, 0, 1);

/** An archive of one file, without anything of the machine or the moment in it. */
export async function zip(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    lastModDate: EARLIEST,
    extendedTimestamp: false,
    dataDescriptor: false,
    level: 9,
  });
  await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}
