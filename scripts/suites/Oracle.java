import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.TransformerException;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmSequenceIterator;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;

/**
 * Runs Schematron that was compiled to XSLT, by Saxon-HE: one job a line on standard input (stylesheet, tab, document in
 * base64), one JSON answer a line on standard output: the findings of the SVRL, or the error that ended the stylesheet.
 */
public final class Oracle {
  private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";
  private static final String[] SAID = {"id", "flag", "role", "location", "test"};

  private final Processor processor = new Processor(false);
  private final Map<String, XsltExecutable> compiled = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    Oracle oracle = new Oracle();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] job = line.split("\t");
      out.println(oracle.answer(job[0], Base64.getDecoder().decode(job[1])));
    }
  }

  private String answer(String stylesheet, byte[] document) {
    try {
      return "{\"findings\":[" + String.join(",", run(stylesheet, document)) + "]}";
    } catch (SaxonApiException error) {
      String code = error.getErrorCode() == null ? "" : error.getErrorCode().getLocalName();
      return "{\"error\":" + quoted(code) + ",\"message\":" + quoted(String.valueOf(error.getMessage())) + "}";
    }
  }

  private List<String> run(String stylesheet, byte[] document) throws SaxonApiException {
    XsltTransformer transformer = executable(stylesheet).load();
    transformer.setErrorListener(new Silent());
    transformer.setSource(new StreamSource(new ByteArrayInputStream(document)));
    XdmDestination destination = new XdmDestination();
    transformer.setDestination(destination);
    transformer.transform();
    List<String> findings = new ArrayList<>();
    collect(destination.getXdmNode(), findings);
    return findings;
  }

  private XsltExecutable executable(String stylesheet) throws SaxonApiException {
    XsltExecutable known = compiled.get(stylesheet);
    if (known != null) return known;
    XsltCompiler compiler = processor.newXsltCompiler();
    compiler.setErrorListener(new Silent());
    XsltExecutable made = compiler.compile(new StreamSource(new File(stylesheet)));
    compiled.put(stylesheet, made);
    return made;
  }

  private static void collect(XdmNode node, List<String> findings) {
    if (node.getNodeKind() == XdmNodeKind.ELEMENT && SVRL.equals(node.getNodeName().getNamespaceURI())) {
      String name = node.getNodeName().getLocalName();
      if (name.equals("failed-assert") || name.equals("successful-report")) findings.add(finding(name, node));
    }
    XdmSequenceIterator children = node.axisIterator(Axis.CHILD);
    while (children.hasNext()) {
      XdmItem child = children.next();
      collect((XdmNode) child, findings);
    }
  }

  private static String finding(String kind, XdmNode node) {
    StringBuilder text = new StringBuilder("{\"kind\":").append(quoted(kind));
    for (String each : SAID) {
      String value = node.getAttributeValue(new QName(each));
      if (value != null) text.append(',').append(quoted(each)).append(':').append(quoted(value));
    }
    return text.append('}').toString();
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (char each : value.toCharArray()) {
      if (each == '"' || each == '\\') text.append('\\').append(each);
      else if (each < 0x20) text.append(String.format("\\u%04x", (int) each));
      else text.append(each);
    }
    return text.append('"').toString();
  }

  /** What goes wrong is answered, not printed. */
  private static final class Silent implements ErrorListener {
    @Override
    public void warning(TransformerException problem) {}

    @Override
    public void error(TransformerException problem) {}

    @Override
    public void fatalError(TransformerException problem) {}
  }
}
