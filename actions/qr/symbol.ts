import qrcode, { type QRCodeErrorCorrectionLevel, type QRCodeMaskPattern, type QRCodeSegment } from 'qrcode';
import { type Bits, bitsOf, differing, lightOf } from './bits.ts';
import { penaltyOf } from './penalty.ts';

export interface QrSymbol {
  readonly version: number;
  readonly maskPattern: QRCodeMaskPattern;
  readonly bits: Bits;
}

const patterns: readonly QRCodeMaskPattern[] = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * The symbol in the version that the segments need, with the mask that makes it easiest to read (the first of equals): the
 * same as the library makes, in a fifth of its time. The library makes it with mask 0 only; what another mask changes in a
 * symbol does not depend on what the symbol says.
 */
export function createSymbol(segments: QRCodeSegment[], level: QRCodeErrorCorrectionLevel): QrSymbol {
  const { version, modules } = qrcode.create(segments, { errorCorrectionLevel: level, maskPattern: 0 });
  const plain = bitsOf(modules.data, modules.size);
  const changes = changesOf(version, level);
  let best = -1;
  let least = penaltyOf(plain);
  const tried = lightOf(modules.size);
  for (let at = 0; at < changes.length; at++) {
    const penalty = penaltyOf(differing(plain, changes[at] ?? plain, tried), least);
    if (penalty >= least) continue;
    least = penalty;
    best = at;
  }
  const chosen = changes[best];
  const bits = chosen === undefined ? plain : differing(plain, chosen, tried);
  return { version, maskPattern: patterns[best + 1] ?? 0, bits };
}

const kept = new Map<string, readonly Bits[]>();

/** What each of the masks 1 to 7 changes against mask 0: in the data, and in the format information that names it. */
function changesOf(version: number, level: QRCodeErrorCorrectionLevel): readonly Bits[] {
  const key = `${version}${level}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const masked = patterns.map((maskPattern) => {
    const options = { version, errorCorrectionLevel: level, maskPattern };
    const { modules } = qrcode.create([{ data: '0', mode: 'numeric' }], options);
    return bitsOf(modules.data, modules.size);
  });
  const [unchanged, ...others] = masked;
  const changes = others.map((each) => differing(each, unchanged ?? each));
  kept.set(key, changes);
  return changes;
}
