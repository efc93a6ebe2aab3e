import { type Context, type Feature, type Recognised, type Selection, selectPipeline } from '../../engine/index.ts';
import { filesInPdf, isPdf } from './pdf.ts';
import { type IncomingXml, readXml } from './root-element.ts';

/** What of a feature is needed to tell whether it is for a document. */
export interface Recognising {
  readonly pipelines: Readonly<Record<string, { readonly recognises: readonly Recognised[] }>>;
}

/** A document that came in, as text, and the features with the pipelines that are for it, and no other. */
export interface RecognisedXml<F extends Recognising = Feature> {
  readonly text: string;
  readonly features: readonly F[];
  /** The same and all others, whole. */
  readonly all: readonly F[];
}

/**
 * Chooses among those who are for a document. What is selected is of the whole feature: a run is pinned to that, and who asks for the
 * feature of the run's digest later may want another pipeline.
 */
export function selectReader({ features, all }: RecognisedXml, context: Context, data: unknown): Selection {
  const selection = selectPipeline(features, context, data);
  const { selected } = selection;
  const feature = all.find(({ digest }) => digest === selected?.feature.digest);
  return selected && feature ? { ...selection, selected: { ...selected, feature } } : selection;
}

/**
 * Finds who is for a document, alone or `attached` to a PDF. A feature that knows it by a text in it goes before one that knows its root
 * element only: what is Peppol's is not left to whoever reads any invoice. Before both goes who knows it as attached to a PDF, which is
 * of the invoice, too. Undefined for what is no XML.
 *
 * @throws TimbreError XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE
 */
export function recognise<F extends Recognising>(
  features: readonly F[],
  bytes: Uint8Array,
  attached = false,
): (RecognisedXml<F> & IncomingXml) | undefined {
  const pipelines = features.flatMap((feature) => Object.values(feature.pipelines));
  const paths = pipelines.flatMap(({ recognises }) => recognises.flatMap(({ where }) => Object.keys(where)));
  const xml = readXml(bytes, new Set(paths));
  if (xml === undefined) return undefined;
  const fitting = (wanted: (each: Recognised) => boolean): F[] =>
    features.flatMap((feature) => {
      const found = Object.entries(feature.pipelines).filter(([, { recognises }]) =>
        recognises.some((each) => wanted(each) && (attached || !each.attached) && fits(each, xml)),
      );
      return found.length === 0 ? [] : [{ ...feature, pipelines: Object.fromEntries(found) }];
    });
  const byText = ({ where }: Recognised): boolean => Object.keys(where).length > 0;
  const closest = [(each: Recognised) => each.attached && byText(each), byText, () => true]
    .map(fitting)
    .find((found) => found.length > 0);
  return { ...xml, features: closest ?? [], all: features };
}

/**
 * Finds who is for a file: an XML document, or a PDF that has one attached. Of several that are attached to a PDF the first that a
 * feature knows.
 *
 * @throws TimbreError XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export async function recogniseFile<F extends Recognising>(
  features: readonly F[],
  bytes: Uint8Array,
  largest: number,
): Promise<(RecognisedXml<F> & IncomingXml) | undefined> {
  if (!isPdf(bytes)) return recognise(features, bytes);
  let first: (RecognisedXml<F> & IncomingXml) | undefined;
  let broken: unknown;
  for (const each of await filesInPdf(bytes, largest))
    try {
      const found = recognise(features, each, true);
      if (found !== undefined && found.features.length > 0) return found;
      first ??= found;
    } catch (thrown) {
      broken ??= thrown;
    }
  if (first === undefined && broken !== undefined) throw broken;
  return first;
}

const fits = ({ element, namespace, where }: Recognised, { root, texts }: IncomingXml): boolean =>
  element === root.element &&
  namespace === root.namespace &&
  Object.entries(where).every(([path, any]) => any.includes(texts.get(path) ?? ''));
