import type { Loading } from '../../../engine/action.ts';
import { below, type Position } from '../../../engine/source.ts';
import type { TextDescription } from './description.ts';
import { type Place, parsePlace } from './place.ts';

/** The attributes a signature lives in. */
export interface SignaturePlaces {
  readonly signature: Place;
  readonly certificate: Place | undefined;
  readonly certificateNumber: Place | undefined;
}

/** The places that `with` names, with the description's prefixes; undefined when one is wrong, which has been reported then. */
export function preparePlaces(
  paths: { readonly signature: string; readonly certificate?: string; readonly certificateNumber?: string },
  description: TextDescription,
  loading: Loading,
  at: Position,
): SignaturePlaces | undefined {
  let wrong = false;
  const placeOf = (path: string, name: string): Place | undefined => {
    const place = parsePlace(path, description.namespaces);
    if (typeof place !== 'string') return place;
    loading.report('PLACE_SYNTAX', place, below(at, name));
    wrong = true;
    return undefined;
  };
  const signature = placeOf(paths.signature, 'signature');
  const certificate = paths.certificate === undefined ? undefined : placeOf(paths.certificate, 'certificate');
  const number =
    paths.certificateNumber === undefined ? undefined : placeOf(paths.certificateNumber, 'certificateNumber');
  if (wrong || signature === undefined) return undefined;
  return { signature, certificate, certificateNumber: number };
}
