import type { BenchInvoice } from './invoice.ts';

type Line = BenchInvoice['lines'][number];
type Party = BenchInvoice['seller'];

/** The same document as a programmer would write it: one concatenation, every value escaped, absent ones left out. */
export function byHand(invoice: BenchInvoice): string {
  const { currency, totals } = invoice;
  let out =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">';
  out += '<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>';
  out += '<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>';
  out += `<cbc:ID>${text(invoice.number)}</cbc:ID><cbc:IssueDate>${text(invoice.issueDate)}</cbc:IssueDate>`;
  out += `<cbc:DueDate>${text(invoice.dueDate)}</cbc:DueDate>`;
  out += `<cbc:InvoiceTypeCode>${invoice.type === 'invoice' ? '380' : '381'}</cbc:InvoiceTypeCode>`;
  if (invoice.note) out += `<cbc:Note>${text(invoice.note)}</cbc:Note>`;
  out += `<cbc:DocumentCurrencyCode>${text(currency)}</cbc:DocumentCurrencyCode>`;
  out += `<cbc:BuyerReference>${text(invoice.buyerReference)}</cbc:BuyerReference>`;
  out += `<cac:AccountingSupplierParty>${party(invoice.seller)}</cac:AccountingSupplierParty>`;
  out += `<cac:AccountingCustomerParty>${party(invoice.buyer)}</cac:AccountingCustomerParty>`;
  out += `<cac:TaxTotal>${amount('TaxAmount', currency, totals.tax)}`;
  for (const tax of invoice.taxes) {
    out += `<cac:TaxSubtotal>${amount('TaxableAmount', currency, tax.base)}${amount('TaxAmount', currency, tax.amount)}`;
    out += `<cac:TaxCategory><cbc:ID>${text(tax.category)}</cbc:ID><cbc:Percent>${text(tax.rate)}</cbc:Percent>`;
    out += '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>';
  }
  out += `</cac:TaxTotal><cac:LegalMonetaryTotal>${amount('LineExtensionAmount', currency, totals.net)}`;
  out += amount('TaxInclusiveAmount', currency, totals.gross) + amount('PayableAmount', currency, totals.payable);
  out += '</cac:LegalMonetaryTotal>';
  for (const line of invoice.lines) out += lineOf(line, currency);
  return `${out}</Invoice>`;
}

function lineOf(line: Line, currency: string): string {
  let out = `<cac:InvoiceLine><cbc:ID>${text(line.id)}</cbc:ID>`;
  if (line.note) out += `<cbc:Note>${text(line.note)}</cbc:Note>`;
  out += `<cbc:InvoicedQuantity unitCode="${attribute(line.unit)}">${text(line.quantity)}</cbc:InvoicedQuantity>`;
  out += amount('LineExtensionAmount', currency, line.netAmount);
  out += `<cac:OrderLineReference><cbc:LineID>${text(line.orderLine)}</cbc:LineID></cac:OrderLineReference>`;
  for (const allowance of line.allowances) {
    out += '<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>';
    out += `<cbc:AllowanceChargeReasonCode>${text(allowance.code)}</cbc:AllowanceChargeReasonCode>`;
    out += `<cbc:AllowanceChargeReason>${text(allowance.reason)}</cbc:AllowanceChargeReason>`;
    out += `${amount('Amount', currency, allowance.amount)}</cac:AllowanceCharge>`;
  }
  const { item, price } = line;
  out += `<cac:Item><cbc:Description>${text(item.description)}</cbc:Description><cbc:Name>${text(item.name)}</cbc:Name>`;
  out += `<cac:SellersItemIdentification><cbc:ID>${text(item.sellersId)}</cbc:ID></cac:SellersItemIdentification>`;
  out += `<cac:StandardItemIdentification><cbc:ID schemeID="0160">${text(item.standardId)}</cbc:ID></cac:StandardItemIdentification>`;
  out += `<cac:OriginCountry><cbc:IdentificationCode>${text(item.originCountry)}</cbc:IdentificationCode></cac:OriginCountry>`;
  out += `<cac:ClassifiedTaxCategory><cbc:ID>${text(item.category)}</cbc:ID><cbc:Percent>${text(item.rate)}</cbc:Percent>`;
  out += '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>';
  for (const { name, value } of item.properties) {
    out += `<cac:AdditionalItemProperty><cbc:Name>${text(name)}</cbc:Name><cbc:Value>${text(value)}</cbc:Value></cac:AdditionalItemProperty>`;
  }
  out += `</cac:Item><cac:Price>${amount('PriceAmount', currency, price.amount)}`;
  return `${out}<cbc:BaseQuantity unitCode="${attribute(price.unit)}">${text(price.base)}</cbc:BaseQuantity></cac:Price></cac:InvoiceLine>`;
}

function party({ name, taxId, endpoint, street, city, zip, country, contact }: Party): string {
  let out = `<cac:Party><cbc:EndpointID schemeID="0088">${text(endpoint)}</cbc:EndpointID>`;
  out += `<cac:PartyName><cbc:Name>${text(name)}</cbc:Name></cac:PartyName>`;
  out += `<cac:PostalAddress><cbc:StreetName>${text(street)}</cbc:StreetName><cbc:CityName>${text(city)}</cbc:CityName>`;
  out += `<cbc:PostalZone>${text(zip)}</cbc:PostalZone>`;
  out += `<cac:Country><cbc:IdentificationCode>${text(country)}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`;
  out += `<cac:PartyTaxScheme><cbc:CompanyID>${text(taxId)}</cbc:CompanyID>`;
  out += '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>';
  out += `<cac:PartyLegalEntity><cbc:RegistrationName>${text(name)}</cbc:RegistrationName></cac:PartyLegalEntity>`;
  out += `<cac:Contact><cbc:Name>${text(contact.name)}</cbc:Name><cbc:Telephone>${text(contact.phone)}</cbc:Telephone>`;
  return `${out}<cbc:ElectronicMail>${text(contact.mail)}</cbc:ElectronicMail></cac:Contact></cac:Party>`;
}

const amount = (name: string, currency: string, value: string): string =>
  `<cbc:${name} currencyID="${attribute(currency)}">${text(value)}</cbc:${name}>`;

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const text = (value: string): string =>
  /[&<>]/.test(value) ? value.replace(/[&<>]/g, (character) => references[character] ?? character) : value;

const attribute = (value: string): string =>
  /[&<"]/.test(value) ? value.replace(/[&<"]/g, (character) => references[character] ?? character) : value;
