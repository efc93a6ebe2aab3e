/** Who must act on a problem. */
export type Blame = 'author' | 'integrator' | 'operator' | 'authority' | 'timbre';

/** One row of the code table: who must act, what it means, and what to do about it. */
export interface ProblemKind {
  readonly blame: Blame;
  readonly summary: string;
  readonly action: string;
}

/**
 * The one table of problem codes: `docs/errors.md` is made from it, tests assert its keys.
 * A code never changes its meaning; a meaning that is gone takes its code along.
 */
export const problemKinds = {
  // --- the whole ---
  INTERNAL: {
    blame: 'timbre',
    summary: 'Timbre itself went wrong.',
    action: 'Nothing was lost: resume the run. Report it with the run id.',
  },
  USAGE: { blame: 'operator', summary: 'The command line is not understood.', action: 'See timbre help.' },

  // --- a feature's files (timbre check) ---
  YAML_SYNTAX: { blame: 'author', summary: 'The YAML is broken.', action: 'Mend the line that is marked.' },
  YAML_DUPLICATE_KEY: { blame: 'author', summary: 'A key stands twice.', action: 'Keep one of them.' },
  YAML_ALIAS: { blame: 'author', summary: 'Anchors and aliases are not allowed.', action: 'Write the value out.' },
  YAML_TAG: { blame: 'author', summary: 'A YAML tag (!…) is not allowed.', action: 'Write a plain value.' },
  YAML_UNQUOTED_EXPRESSION: {
    blame: 'author',
    summary: 'YAML reads a part of this expression as its own syntax.',
    action: 'Put the whole expression in quotes.',
  },
  YAML_TOO_LARGE: { blame: 'author', summary: 'The file is too large or too deep.', action: 'Split it.' },
  FILE_MISSING: {
    blame: 'author',
    summary: 'A file that is named is not there.',
    action: 'Create it or mend the name.',
  },
  SCHEMA: {
    blame: 'author',
    summary: 'The file does not have the shape it must have.',
    action: 'Mend the place that is marked; docs/features.md shows each file.',
  },
  KEY_UNKNOWN: { blame: 'author', summary: 'This key is not known here.', action: 'Remove it or mend its spelling.' },
  ACTION_UNKNOWN: { blame: 'author', summary: 'There is no such action or connector.', action: 'See docs/actions.' },
  CONNECTOR_INVALID: {
    blame: 'author',
    summary: 'A connector does not fit its use.',
    action: 'See docs/features.md.',
  },
  REFERENCE_UNKNOWN: {
    blame: 'author',
    summary: 'A reference names what is not there.',
    action: 'Name a step, document, value, setting or secret that exists.',
  },
  REFERENCE_FORWARD: {
    blame: 'author',
    summary: 'A reference points to a later step.',
    action: 'A step can only use what earlier steps left.',
  },
  MEDIA_TYPE: {
    blame: 'author',
    summary: 'A document of this media type does not fit here.',
    action: 'Wire a document of a type that the input takes.',
  },
  STEP_DUPLICATE: { blame: 'author', summary: 'Two steps have one id.', action: 'Rename one of them.' },
  STEP_UNSAFE: {
    blame: 'author',
    summary: 'A step that talks to the world does not say how it is made safe.',
    action: 'Say `repeat: safe` for a read, or write `recover`.',
  },
  RECOVER_UNSAFE: {
    blame: 'author',
    summary: 'A step under `recover.ask` could change something.',
    action: 'Use reads (`repeat: safe`) and pure actions only.',
  },
  SETTLE_TOO_SHORT: {
    blame: 'author',
    summary: 'The settle window is not longer than startWithin plus the time-out.',
    action: 'Make `settle` longer than `startWithin` + `timeout` + the worst case of the authority.',
  },
  PIPELINES_OVERLAP: {
    blame: 'author',
    summary: 'Two pipelines apply to the same context.',
    action: 'Make their `applies` or their effective dates exclude each other.',
  },
  CONCERNS_INVALID: {
    blame: 'author',
    summary: 'By what `concerns` says the document that is spoken of cannot be found.',
    action: 'Give every part of the identity that the other pipeline has, in its order.',
  },
  EXPRESSION_SYNTAX: { blame: 'author', summary: 'The expression cannot be read.', action: 'See docs/expressions.md.' },
  EXPRESSION_FORGOTTEN: {
    blame: 'author',
    summary: 'A text looks like a field whose = was forgotten.',
    action: 'Write = before it.',
  },
  EXPRESSION_TYPE: {
    blame: 'author',
    summary: 'The types in the expression do not fit.',
    action: 'See docs/expressions.md.',
  },
  EXPRESSION_UNKNOWN_NAME: {
    blame: 'author',
    summary: 'The expression names what is not there.',
    action: 'Mend the name; the hint lists what is near.',
  },
  EXPRESSION_FAILED: {
    blame: 'author',
    summary: 'The expression went wrong on this data.',
    action: 'Guard it, e.g. `has(x) ? … : …`.',
  },

  // --- overlays ---
  OVERLAY_BASE_MISSING: {
    blame: 'author',
    summary: 'The feature that an overlay extends is not there.',
    action: 'Put it beside the overlay, or mend its name under `extends`.',
  },
  OVERLAY_VERSION: {
    blame: 'author',
    summary: 'The version of the base is not in the range that the overlay is made for.',
    action: 'Install a version that fits; or read what the new one changes, rebase the overlay, and widen the range.',
  },
  OVERLAY_CYCLE: {
    blame: 'author',
    summary: 'An overlay extends itself, by way of its base.',
    action: 'Let one of them stand on its own.',
  },
  OVERLAY_COLLISION: {
    blame: 'author',
    summary: 'An overlay does not fit what its base has now.',
    action: 'Look at both places and rebase the overlay.',
  },

  // --- business data ---
  INPUT_NOT_JSON: {
    blame: 'integrator',
    summary: 'The business data is not JSON.',
    action: 'Mend the place that is named.',
  },
  ATTACHMENT_MISSING: {
    blame: 'integrator',
    summary: 'A file that must go with the business data is not there.',
    action: 'Hand it over as an attachment of the submission, with its media type.',
  },
  ATTACHMENT_AMBIGUOUS: {
    blame: 'integrator',
    summary: 'Several files could be the one that is needed.',
    action: 'Hand over one of them, or name the others in `attachments` of the business data.',
  },
  INPUT_TOO_LARGE: { blame: 'integrator', summary: 'The business data is too large or too deep.', action: 'Split it.' },
  INPUT_SCHEMA: {
    blame: 'integrator',
    summary: 'A field has the wrong shape.',
    action: 'See the schema of the input.',
  },
  INPUT_FIELD_MISSING: { blame: 'integrator', summary: 'A required field is missing.', action: 'Add it.' },
  INPUT_FIELD_UNKNOWN: {
    blame: 'integrator',
    summary: 'A field is not known.',
    action: 'Remove it or mend its spelling.',
  },
  CONTEXT_INVALID: {
    blame: 'integrator',
    summary: 'The context is incomplete or wrong.',
    action: 'Give the named field.',
  },
  NO_PIPELINE: {
    blame: 'integrator',
    summary: 'No pipeline applies.',
    action: 'Mend the context, or deploy a feature.',
  },
  PIPELINE_AMBIGUOUS: {
    blame: 'integrator',
    summary: 'Two pipelines apply equally.',
    action: 'Say in the context which one is meant, or name it; else one of the two must be undeployed.',
  },
  IDENTITY_INCOMPLETE: {
    blame: 'integrator',
    summary: 'A part of what makes the fiscal document unique is missing.',
    action: 'Give the named field.',
  },
  IDENTITY_CLAIMED: {
    blame: 'integrator',
    summary: 'This fiscal document is already being handled by another run.',
    action: 'Ask for the run that is named; do not submit it again.',
  },
  RULE_FAILED: {
    blame: 'integrator',
    summary: 'The business data breaks a rule.',
    action: 'Mend the field that is named.',
  },
  AMOUNT_WRONG: {
    blame: 'integrator',
    summary: 'An amount is not what others add up to.',
    action: 'Give the amount that is named, or leave it out to have it calculated.',
  },
  CODE_UNKNOWN: {
    blame: 'integrator',
    summary: 'A code is not in the list of the authority.',
    action: 'Use a code of the list.',
  },

  // --- the record and the run ---
  RUN_UNKNOWN: {
    blame: 'operator',
    summary: 'There is no such run.',
    action: 'Mend the run id, or name the environment file that it was made with.',
  },
  RUN_PURGED: {
    blame: 'operator',
    summary: 'The files of the run were removed after the time that they had to be kept.',
    action: 'Look into the archive. What was issued then is not issued again under the same key.',
  },
  RETENTION_RUNS: {
    blame: 'operator',
    summary: 'Records are to be purged that must still be kept.',
    action: 'Name an earlier day, or correct `retention` in the environment file.',
  },
  RUN_TAKEN: {
    blame: 'operator',
    summary: 'Another process is working on this run.',
    action: 'Let it finish; ask with timbre log.',
  },
  RUN_NOT_FINISHED: { blame: 'operator', summary: 'The run is not finished.', action: 'Resume it instead.' },
  RUN_SENT: {
    blame: 'operator',
    summary: 'The document of the run may be out at the authority.',
    action: 'Resume the run; cancel the document at the authority if it is not wanted.',
  },
  RUN_FINISHED: {
    blame: 'operator',
    summary: 'The run is finished.',
    action: 'There is nothing to resume; timbre replay does it anew.',
  },
  RUN_STEP_UNKNOWN: { blame: 'operator', summary: 'The run has no such step.', action: 'See timbre log.' },
  RUN_CRASHES: {
    blame: 'timbre',
    summary: 'Process after process ended while it worked on this run.',
    action: 'Look at the logs of the workers: memory, time, a crash. Report it with the run id; resume tries again.',
  },
  RESOLUTION_UNFIT: {
    blame: 'operator',
    summary: 'What a person found out does not fit how the run stands.',
    action: 'See timbre log; docs/operate.md tells which verdicts there are.',
  },
  RESOLUTION_UNPROVEN: {
    blame: 'operator',
    summary: 'What a person found does not prove that the authority accepted the document.',
    action: 'Give the documents and values that the answer would have had.',
  },
  RESOLUTION_TOO_EARLY: {
    blame: 'operator',
    summary: 'The authority may still take the document: its settle window is not over.',
    action: 'Look again after the time that is named.',
  },
  RECORD_DAMAGED: {
    blame: 'operator',
    summary: 'The record of the run is damaged.',
    action: 'Restore it from a backup.',
  },
  CASE_DIFFERS: {
    blame: 'author',
    summary: 'A case that is made from a run does not go as the run did.',
    action: 'Write the case by hand, or choose a fault that is like what happened.',
  },
  CASE_UNMASKED: {
    blame: 'author',
    summary: 'What stands for the data of a run does not fit its schema.',
    action: 'Give the field `x-keep` or `x-mask` in the schema of the input.',
  },
  DEPLOYMENT_UNPROVEN: {
    blame: 'author',
    summary: 'A case of the feature does not go as it should, or was skipped for want of an artefact.',
    action: 'Mend the feature or the case, which timbre test tells; bring what is missing by timbre artefacts pull.',
  },
  DEPLOYMENT_UNKNOWN: {
    blame: 'operator',
    summary: 'This version of the feature is not deployed.',
    action: 'See timbre deployments.',
  },
  SERVER_BUSY: {
    blame: 'operator',
    summary: 'More is asked of this server at once than it takes.',
    action: 'Ask again later, or run another server.',
  },
  REQUEST_INVALID: {
    blame: 'integrator',
    summary: 'The request is not what this address takes.',
    action: 'See the description of the interface.',
  },
  CHANNEL_FAILED: {
    blame: 'operator',
    summary: 'A mailbox that files come in by cannot be used.',
    action: 'Mend its address, user or secret in the environment; what is in it stays there until then.',
  },
  INBOUND_UNKNOWN: {
    blame: 'integrator',
    summary: 'There is no such channel, or nothing came in under this id.',
    action: 'Mend the name; the channels stand in the environment file.',
  },
  INBOUND_UNRECOGNISED: {
    blame: 'operator',
    summary: 'What came in is no document that a deployed feature recognises.',
    action: 'Deploy the feature that it is for and retry it; or acknowledge it, if it is nothing to read.',
  },
  INBOUND_UNREADABLE: {
    blame: 'integrator',
    summary: 'What came in cannot be read.',
    action: 'Ask whoever sent it for a whole file; acknowledge this one.',
  },
  INBOUND_EMPTY: {
    blame: 'integrator',
    summary: 'There is no file in what came in.',
    action: 'Ask whoever sent it for the document; acknowledge this one.',
  },
  INBOUND_TOO_MUCH: {
    blame: 'integrator',
    summary: 'What came in is larger, or has more files in it, than is taken.',
    action: 'Ask whoever sent it for smaller ones; or raise `server.largest`, and send it again.',
  },
  ACCESS_DENIED: {
    blame: 'integrator',
    summary: 'The request does not say who calls, or nobody we know.',
    action: 'Send `Authorization: Bearer` with a valid access token or key.',
  },
  ACCESS_FORBIDDEN: {
    blame: 'integrator',
    summary: 'The caller is not allowed to do this.',
    action: 'Ask the operator for the scope or the legal entity.',
  },
  SERVER_OPEN: {
    blame: 'operator',
    summary: 'The server would be open to everybody.',
    action: 'Configure `access` in the environment file, or listen on 127.0.0.1.',
  },
  KEY_REUSED: {
    blame: 'integrator',
    summary: 'Something else was submitted under this idempotency key.',
    action: 'Use a new key for each document, and the same key only to repeat a submission unchanged.',
  },
  ORIGINAL_NOT_ACCEPTED: {
    blame: 'integrator',
    summary: 'The run that is to be cancelled, paid or corrected was not accepted.',
    action: 'Name the run whose document the authority accepted.',
  },
  ORIGINAL_UNKNOWN: {
    blame: 'integrator',
    summary:
      'What came speaks of a document that was not issued here for this legal entity: it is kept, and linked to no submission.',
    action:
      'Look for the document where else it may have been issued. If it was issued here since, timbre replay links the two.',
  },
  ORIGINAL_DIFFERS: {
    blame: 'integrator',
    summary:
      'What came speaks of a document of yours, but does not come from whoever that document is for: it is kept, and not linked.',
    action: 'Ask the receiver of the document whether it is theirs.',
  },
  DOCUMENT_ABSENT: {
    blame: 'author',
    summary: 'A step needs a document that a skipped step did not make.',
    action: 'Give both steps the same `when`.',
  },
  REPLAY_DIFFERS: {
    blame: 'operator',
    summary: 'A replay made other bytes than those the authority accepted.',
    action: 'Correct or cancel the accepted document instead.',
  },
  POLL_DEADLINE: {
    blame: 'operator',
    summary: 'What was polled for did not come before the deadline.',
    action: 'Find out at the authority; resume polls again.',
  },
  MESSAGE_DEADLINE: {
    blame: 'operator',
    summary: 'The message that was waited for did not come in time.',
    action: 'Find out at the authority; resume waits anew.',
  },
  OUTCOME_UNKNOWN: {
    blame: 'operator',
    summary: 'What the authority did is not proven.',
    action: 'Find out at the authority; resume asks again.',
  },
  RECOVERED_DIFFERS: {
    blame: 'operator',
    summary: 'The authority holds another document under this identity.',
    action: 'Compare the two; give the invoice another number or mend the other system.',
  },
  ACCEPTED_TWICE: {
    blame: 'operator',
    summary: 'The authority accepted two attempts of one document.',
    action: 'Cancel the second at the authority, and make `settle` longer than it needs.',
  },
  REFUSED: {
    blame: 'integrator',
    summary: 'The authority refused the document.',
    action: 'Mend what it names; submit anew.',
  },
  UNAVAILABLE: {
    blame: 'operator',
    summary: 'The authority could not be reached or did not take the document.',
    action: 'Nothing was accepted. Replay the run when the authority is back.',
  },

  // --- the world ---
  OUTPUT_FAILED: {
    blame: 'operator',
    summary: 'The documents cannot be copied out.',
    action: 'Name another folder; a run that was made has its files in the store.',
  },
  STORE_FAILED: {
    blame: 'operator',
    summary: 'The store cannot be read or written.',
    action: 'Mend the store; then resume the run, or submit again if there was none yet.',
  },
  ENVIRONMENT_MIXED: {
    blame: 'operator',
    summary: 'The store belongs to another environment.',
    action: 'Name the store of this environment; test and production never share one.',
  },
  STORE_IMMUTABLE: {
    blame: 'operator',
    summary: 'The store holds a file fast, by an immutability policy or a legal hold.',
    action: 'Wait until the policy lets it go; what is under a legal hold must stay.',
  },
  QUEUE_FAILED: {
    blame: 'operator',
    summary: 'The queue in Redis cannot be used.',
    action: 'Mend Redis or its address; what was submitted is in the store and goes on by itself.',
  },
  QUEUE_EVICTS: {
    blame: 'operator',
    summary: 'Redis may drop jobs when its memory is full.',
    action: 'Set `maxmemory-policy noeviction`.',
  },
  SECRET_MISSING: {
    blame: 'operator',
    summary: 'A secret is not in the vault.',
    action: 'Put it there under the name given.',
  },
  ENVIRONMENT_SECRET: {
    blame: 'operator',
    summary: 'A secret stands in the environment file.',
    action: 'Put it into the vault, and its name into the file; then change it.',
  },
  ENVIRONMENT_INVALID: {
    blame: 'operator',
    summary: 'The environment file is wrong.',
    action: 'Mend the named place.',
  },
  SETTING_INVALID: {
    blame: 'operator',
    summary: 'A setting is missing or wrong.',
    action: 'Set it in the environment.',
  },
  ARTEFACT_MISSING: {
    blame: 'operator',
    summary: 'An official artefact is not in the cache.',
    action: 'Run timbre artefacts pull.',
  },
  ARTEFACT_CHANGED: {
    blame: 'operator',
    summary: 'An artefact does not have the pinned sha256.',
    action: 'Get the pinned file, or release the feature with a new pin.',
  },
  ARTEFACT_UNREACHABLE: {
    blame: 'operator',
    summary: 'An artefact cannot be fetched.',
    action: 'Use --from DIR with a mirror.',
  },

  // --- keys, signatures, and small documents ---
  VAULT_FAILED: {
    blame: 'operator',
    summary: 'The vault cannot be reached, or refuses.',
    action: 'Mend the vault or the rights of the identity that Timbre runs under; then resume the run.',
  },
  SECRET_UNREADABLE: {
    blame: 'operator',
    summary: 'A file of the vault cannot be read.',
    action: 'Let the account that runs timbre read the file that is named.',
  },
  SECRET_AMBIGUOUS: {
    blame: 'operator',
    summary: 'The vault has two files that could be meant.',
    action: 'Keep one of them.',
  },
  KEY_PASSWORD: {
    blame: 'operator',
    summary: 'The password of a key is wrong or missing.',
    action: 'Put the right password beside the key.',
  },
  KEY_UNREADABLE: {
    blame: 'operator',
    summary: 'A key or its certificate cannot be read.',
    action: 'Export it again as PKCS#12, or as certificate and PKCS#8 key.',
  },
  KEY_MISMATCH: {
    blame: 'operator',
    summary: 'The key does not belong to the certificate.',
    action: 'Put the certificate and the key of one pair into the vault.',
  },
  KEY_SCHEME: {
    blame: 'operator',
    summary: 'This key cannot make the signature that is asked for.',
    action: 'Use a key of the kind that is named.',
  },
  CERTIFICATE_EXPIRED: {
    blame: 'operator',
    summary: 'The certificate has expired; nothing was signed.',
    action: 'Put the renewed certificate and its key into the vault, then resume the run.',
  },
  CERTIFICATE_NOT_YET_VALID: {
    blame: 'operator',
    summary: 'The certificate is not valid yet; nothing was signed.',
    action: 'Put a certificate into the vault that was valid when the run started, or check the clock of this machine.',
  },
  CERTIFICATE_CHAIN: {
    blame: 'operator',
    summary: 'The certificates of a chain do not issue each other.',
    action:
      'Name them in order under `chains`: the root first, the certificate with its key last; put in the renewed ones.',
  },
  CERTIFICATE_EXPIRES_SOON: {
    blame: 'operator',
    summary: 'The certificate expires within 30 days.',
    action: 'Order the renewal now.',
  },
  CERTIFICATE_OTHER_SUBJECT: {
    blame: 'operator',
    summary: 'The certificate belongs to somebody else than the document says; nothing was signed.',
    action: 'Mend the secret that the environment names for this legal entity, or the taxpayer in the business data.',
  },
  CERTIFICATE_NUMBER: {
    blame: 'operator',
    summary: 'The serial number of the certificate does not have the form the authority uses.',
    action: 'Use a certificate that this authority has issued.',
  },
  CERTIFICATE_MISSING: {
    blame: 'authority',
    summary: 'A signed document has no certificate that can be read.',
    action: 'Give the certificate to the step.',
  },
  SIGNATURE_MISSING: { blame: 'authority', summary: 'The document is not signed.', action: 'Ask for the signed one.' },
  SIGNATURE_INVALID: {
    blame: 'authority',
    summary: 'The signature does not hold: the document was changed, or another key signed it.',
    action: 'Do not use the document; ask its sender for the original.',
  },
  SIGNATURE_UNSAFE: {
    blame: 'authority',
    summary: 'The signature is built in a way that cannot be relied on, whether it holds or not.',
    action: 'Do not use the document; ask its sender what signs it, and how.',
  },
  SIGNER_UNSAID: {
    blame: 'author',
    summary: 'A signature is to be verified, but nothing says who must have made it.',
    action: 'Wire the input `certificate`, name a `certificate` of the feature, or say `subject` with `equals`.',
  },
  CERTIFICATE_UNREADABLE: {
    blame: 'author',
    summary: 'A file of the feature is not a certificate.',
    action: 'Save it as PEM: -----BEGIN CERTIFICATE-----.',
  },
  SIGNATURE_PLACE: {
    blame: 'author',
    summary: 'The element that a place of the signature names does not stand exactly once in the document.',
    action: 'Mend the path, or the mapping that writes the document.',
  },
  APPEND_PLACE: {
    blame: 'author',
    summary: 'The element that is to get another one does not stand exactly once in the document.',
    action: 'Mend the path, or the mapping that writes the document.',
  },
  PLACE_SYNTAX: {
    blame: 'author',
    summary: 'This is not the path of an attribute.',
    action: 'Write it as /prefix:Element/prefix:Element/@Attribute.',
  },
  TEXT_DESCRIPTION: {
    blame: 'author',
    summary: 'The description of the text to sign does not fit together.',
    action: 'Mend the line that is marked.',
  },
  PARAMETER_ABSENT: {
    blame: 'integrator',
    summary: 'A parameter of a step has no value for this data.',
    action: 'Give the field of the business data that the expression names.',
  },
  PARAMETER_INVALID: {
    blame: 'integrator',
    summary: 'A parameter of a step has a value that it cannot take for this data.',
    action: 'Correct the field of the business data, or the setting, that the expression names.',
  },
  DECODE_MALFORMED: {
    blame: 'authority',
    summary: 'The document is not what it is to be decoded from.',
    action: 'Look at the document that is kept with the run.',
  },
  DECODE_TOO_LARGE: {
    blame: 'authority',
    summary: 'The decoded content would be larger, or have more files, than is allowed.',
    action: 'If it is genuine, raise the limit of the step.',
  },
  DECODE_ENTRY: {
    blame: 'authority',
    summary: 'The archive does not hold the one file that is asked for.',
    action: 'Name the file with `entry`.',
  },
  PDF_UNREADABLE: {
    blame: 'authority',
    summary: 'The document is no PDF, or a torn, an encrypted or an unusual one.',
    action: 'Ask whoever made it for one that is whole and not encrypted.',
  },
  PDF_NOT_ARCHIVAL: {
    blame: 'integrator',
    summary: 'A file cannot be attached: the PDF is not PDF/A-1, -2 or -3, and nobody can make it so afterwards.',
    action: 'Let the program that makes the PDF save it as PDF/A.',
  },
  PDF_FILE_TWICE: {
    blame: 'integrator',
    summary: 'The PDF holds a file of this name already.',
    action: 'Hand over the PDF as it was before the file was attached.',
  },
  QR_TOO_LONG: { blame: 'author', summary: 'The text does not fit into a QR code.', action: 'Shorten it.' },

  // --- calls ---
  TLS_UNVERIFIED: {
    blame: 'operator',
    summary: 'The process was told not to verify TLS certificates.',
    action: "Unset NODE_TLS_REJECT_UNAUTHORIZED; name the authority's certificate in the environment instead.",
  },
  CALL_ADDRESS: {
    blame: 'operator',
    summary: 'The address to call is not a complete http or https address.',
    action: 'Mend the setting or expression that it comes from.',
  },
  CALL_HEADER: {
    blame: 'integrator',
    summary: 'The value of a header has a character that no header can hold.',
    action: 'Remove line breaks and control characters from the named value.',
  },
  CALL_BODY: {
    blame: 'author',
    summary: 'The body of the request cannot be made of what the step gives.',
    action: 'See docs/actions/call.md.',
  },
  SECRET_UNUSABLE: {
    blame: 'operator',
    summary: 'A secret cannot be put where the request needs it.',
    action: 'Store it anew, without control characters; use it whole, not a part of it.',
  },
  SECRET_ECHOED: {
    blame: 'authority',
    summary: 'The answer had a secret in it; it was masked in what is kept.',
    action: 'Change the secret, and tell the authority.',
  },

  // --- XML, validate, extract ---
  XML_MALFORMED: {
    blame: 'authority',
    summary: 'The document is not well-formed XML.',
    action: 'See the place that is named; a proxy or an error page often answers in HTML.',
  },
  XML_DOCTYPE: {
    blame: 'authority',
    summary: 'The XML document has a DOCTYPE.',
    action: 'Send it without: entities and external subsets are never read.',
  },
  XML_TOO_LARGE: { blame: 'authority', summary: 'The XML document is too large.', action: 'Split it.' },
  XML_TARGET: {
    blame: 'author',
    summary: 'The XPath of a place to write to selects nothing.',
    action: 'Mend the XPath or its namespaces.',
  },
  XPATH_INVALID: { blame: 'author', summary: 'The XPath cannot be read.', action: 'Write XPath 1.0.' },
  POINTER_INVALID: {
    blame: 'author',
    summary: 'The JSON pointer cannot be read.',
    action: 'Write it as RFC 6901 does: /a/0/b.',
  },
  XSD_INVALID: {
    blame: 'author',
    summary: 'The document breaks the XML Schema.',
    action: 'Mend the mapping, or the field of the business data that the value comes from.',
  },
  SCHEMATRON_FAILED: {
    blame: 'integrator',
    summary: 'The document breaks an official business rule.',
    action: 'Mend the business data; where they are right, the mapping.',
  },
  RULE_SET_INVALID: {
    blame: 'operator',
    summary: 'Schematron rules cannot be read or compiled.',
    action: 'Use the rules as their authority publishes them; docs/schematron.md says what is supported.',
  },
  ARTEFACT_INVALID: {
    blame: 'operator',
    summary: 'An official artefact cannot be used.',
    action: 'Pin every file that it imports.',
  },
  JSON_MALFORMED: { blame: 'authority', summary: 'The document is not JSON.', action: 'See the place that is named.' },
  JSON_INVALID: {
    blame: 'author',
    summary: 'The document breaks its JSON Schema.',
    action: 'Mend the mapping, or the field of the business data that the value comes from.',
  },
  CODE_LIST_UNKNOWN: {
    blame: 'author',
    summary: 'The artefact has no code list of this name.',
    action: 'Use the name of a simpleType of the XSD, or the id of an assert or the name of a let of the Schematron.',
  },
  EXTRACT_MISSING: {
    blame: 'authority',
    summary: 'A required value is not in the document.',
    action: 'Look at the document that is kept with the run.',
  },
  EXTRACT_TYPE: {
    blame: 'authority',
    summary: 'A value in the document is not of the declared type.',
    action: 'Look at the document that is kept with the run; mend the type if the document is right.',
  },
  EXTRACT_ENCODING: {
    blame: 'authority',
    summary: 'A document inside the document is not encoded as declared.',
    action: 'Look at the document that is kept with the run; mend `encoding` if the document is right.',
  },

  // --- loading a feature ---
  JSON_SYNTAX: { blame: 'author', summary: 'The JSON is broken.', action: 'Mend the place that is marked.' },
  FILE_NOT_TEXT: {
    blame: 'author',
    summary: 'A file of the feature is not text in UTF-8.',
    action: 'Save it as UTF-8, or keep it out of the folder.',
  },
  FILE_UNUSED: {
    blame: 'author',
    summary: 'Nothing in the feature names this file.',
    action: 'Remove it or name it where it belongs.',
  },
  FEATURE_MISSING: {
    blame: 'operator',
    summary: 'The folder is not a feature.',
    action: 'Name a folder that holds a feature.yaml.',
  },
  INPUT_SCHEMA_INVALID: {
    blame: 'author',
    summary: 'A JSON Schema of the feature is wrong.',
    action: 'Mend the schema; JSON Schema 2020-12 in strict mode is what is read.',
  },
  STEP_KEY_UNFIT: {
    blame: 'author',
    summary: 'This key does not fit this kind of step.',
    action: 'See docs/actions for what the step can say.',
  },
  CONNECTOR_CYCLE: {
    blame: 'author',
    summary: 'An operation of a connector uses itself.',
    action: 'Take the step out that leads back.',
  },

  // --- mappings ---
  XML_NAME_INVALID: {
    blame: 'author',
    summary: 'This cannot be the name of an element or attribute.',
    action: 'Write prefix:Name or Name, of letters, digits, hyphen, point and underscore.',
  },
  NAMESPACE_UNKNOWN: {
    blame: 'author',
    summary: 'A prefix has no namespace.',
    action: 'Declare it under `namespaces`, or mend its spelling.',
  },
  CODES_NOT_ONE_TO_ONE: {
    blame: 'author',
    summary: 'Two entries of a code table have one code.',
    action: 'Keep one of them: a code must lead back to one word.',
  },
  MAPPING_NOT_READABLE: {
    blame: 'author',
    summary: 'A mapping is to be read backwards, and a part of it does not say how.',
    action: 'Say where the value goes with $read, or that it is only written with $writeOnly: true.',
  },
  PARSE_OTHER_DOCUMENT: {
    blame: 'authority',
    summary: 'The document is of another kind than the mapping reads.',
    action: 'Look at what came; read it with the mapping of its kind.',
  },
  PARSE_NOT_UNDERSTOOD: {
    blame: 'author',
    summary: 'A part of the document did not become business data.',
    action: 'Look at it; where it matters, add it to the mapping, with $readOnly: true if it is never written.',
  },
  FRAGMENT_RECURSIVE: {
    blame: 'author',
    summary: 'A fragment uses itself.',
    action: 'Take the inner $use out; repeat with $for.',
  },
  TEXT_NOT_XML: {
    blame: 'integrator',
    summary: 'A text has a character that XML cannot hold.',
    action: 'Remove the control character or broken character from the field that is named.',
  },
  DOCUMENT_NOT_TEXT: {
    blame: 'author',
    summary: 'A document that is to be taken as text is not text in UTF-8.',
    action: 'Take it in base64, or wire another document.',
  },
  HTML_UNSAFE: {
    blame: 'author',
    summary: 'A page would hold what none may: something that runs or loads, or an address that is not of the web.',
    action: 'Use other elements and attributes; only http(s) addresses, and data:image for images.',
  },
  PRINT_EMPTY: { blame: 'author', summary: 'A page to print shows nothing.', action: 'Mend its template.' },
  PRINT_TOO_LONG: {
    blame: 'integrator',
    summary: 'A page is too long to print.',
    action: 'Hand over a PDF of your own, or split the document.',
  },
  PRINT_FAILED: {
    blame: 'author',
    summary: 'A page cannot be laid out on paper.',
    action: 'Mend the style file, or the template, at what is named.',
  },
  PRINT_LETTERS: {
    blame: 'integrator',
    summary: 'A printed page lacks letters that the font does not have; the XML has them.',
    action: 'Hand over a PDF of your own where people need them.',
  },
  TEXT_NOT_UNICODE: {
    blame: 'integrator',
    summary: 'A text has one half of a character.',
    action: 'Mend the program that cut the text in the field that is named.',
  },
  VALUE_TYPE: {
    blame: 'author',
    summary: 'A value does not have the type that is written here.',
    action: 'Name one of its fields, convert it, or choose another $type.',
  },
} as const satisfies Record<string, ProblemKind>;
