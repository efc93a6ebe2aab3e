import type { ActionExample } from '../../engine/action.ts';

export const examples: readonly ActionExample[] = [
  {
    title: 'Three days for the receiver to answer',
    step: 'id: patience\nuses: wait\nwith: { for: 3d }\n',
    expect: {},
  },
  {
    title: 'Not before the day that the invoice is dated, on the clocks of its issuer',
    step: `id: day
uses: wait
with: { until: '=dateTime(invoice.issueDate, "00:00:00-06:00")' }
`,
    variables: { invoice: { issueDate: '2026-03-01' } },
    expect: {},
  },
  {
    title: "The authority's notification, which somebody hands over with POST /messages",
    step: `id: notified
uses: wait
with:
  message: notification
  where: { transmission: =steps.sent.id }
  for: 15d
`,
    variables: { steps: { sent: { id: '11223344' } } },
    expect: {},
  },
  {
    title: 'A day without a time',
    step: 'id: day\nuses: wait\nwith: { until: =invoice.issueDate }\n',
    variables: { invoice: { issueDate: '2026-03-01' } },
    expect: { problem: 'PARAMETER_INVALID' },
  },
];
