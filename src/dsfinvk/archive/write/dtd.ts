/** Name of the document type definition of data carriers for tax audits (GDPdU, version of 1 September 2004). */
export const DTD_FILE = 'gdpdu-01-09-2004.dtd';

/**
 * The document type of `index.xml`, in our own words: the elements that data carriers for tax audits may have, in their
 * order. It accepts more than an archive needs, because the standard also describes tables of fixed length.
 */
export const DTD =
  `<!-- Description of the tables of a data carrier. Own wording of the published element structure. -->
<!ELEMENT DataSet (Version, DataSupplier?, Command*, Media+, Command*)>
<!ELEMENT Version (#PCDATA)>
<!ELEMENT DataSupplier (Name, Location, Comment)>
<!ELEMENT Media (Name, Command*, Table+, Command*, AcceptNoFiles?)>
<!ELEMENT Table (URL, Name?, Description?, Validity?, (ANSI | Macintosh | OEM | UTF16 | UTF7 | UTF8)?,
  ((DecimalSymbol, DigitGroupingSymbol) | (DigitGroupingSymbol, DecimalSymbol))?, SkipNumBytes?, Range?, Epoch?,
  (VariableLength | FixedLength))>
<!ELEMENT Validity (Range, Format?)>
<!ELEMENT Range (From, (To | Length)?)>
<!ELEMENT VariableLength (ColumnDelimiter?, RecordDelimiter?, TextEncapsulator?, VariablePrimaryKey*, VariableColumn*,
  ForeignKey*)>
<!ELEMENT FixedLength ((Length | RecordDelimiter)?, ((FixedPrimaryKey+, FixedColumn*) | FixedColumn+), ForeignKey*)>
<!ELEMENT VariablePrimaryKey (Name, Description?, (Numeric | (AlphaNumeric, MaxLength?) | Date), Map*)>
<!ELEMENT VariableColumn (Name, Description?, (Numeric | (AlphaNumeric, MaxLength?) | Date), Map*)>
<!ELEMENT FixedPrimaryKey (Name, Description?, (Numeric | AlphaNumeric | Date), Map*, FixedRange)>
<!ELEMENT FixedColumn (Name, Description?, (Numeric | AlphaNumeric | Date), Map*, FixedRange)>
<!ELEMENT FixedRange (From, (To | Length))>
<!ELEMENT ForeignKey (Name+, References)>
<!ELEMENT Numeric (ImpliedAccuracy | Accuracy)?>
<!ELEMENT Map (Description?, From, To)>
<!ELEMENT Date (Format)>
<!ELEMENT AlphaNumeric EMPTY>
<!ELEMENT ANSI EMPTY>
<!ELEMENT Macintosh EMPTY>
<!ELEMENT OEM EMPTY>
<!ELEMENT UTF16 EMPTY>
<!ELEMENT UTF7 EMPTY>
<!ELEMENT UTF8 EMPTY>
<!ELEMENT AcceptNoFiles EMPTY>
${[
  ['Accuracy', 'ColumnDelimiter', 'Command', 'Comment', 'DecimalSymbol', 'Description', 'DigitGroupingSymbol', 'Epoch'],
  ['Format', 'From', 'ImpliedAccuracy', 'Length', 'Location', 'MaxLength', 'Name', 'RecordDelimiter', 'References'],
  ['SkipNumBytes', 'TextEncapsulator', 'To', 'URL'],
]
  .flat()
  .map((name) => `<!ELEMENT ${name} (#PCDATA)>`)
  .join('\n')}
`.replaceAll('\n', '\r\n');
