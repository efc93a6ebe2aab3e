export type { Arrival, ArrivalResult, Channel, IncomingFile, KeptArrival } from './arrival.ts';
export { type FolderChannel, folderChannel, type LookIn, proveFolder } from './folder.ts';
export { type ImapChannel, imapChannel, proveMailbox } from './imap.ts';
export { type Inbound, type InboundObserver, type InboundOptions, openInbound } from './inbound.ts';
export { type Ledger, openLedger } from './ledger.ts';
export { purgeArrivals } from './purge.ts';
