import java.io.ByteArrayInputStream;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;

/** Arguments: a stylesheet, then documents. Prints the median of the documents' medians, in ms of the thread's time. */
public final class Warm {
  private static final int WARM_UP = 150;
  private static final int ROUNDS = 30;

  public static void main(String[] arguments) throws Exception {
    XsltExecutable rules = new Processor(false).newXsltCompiler().compile(new StreamSource(new File(arguments[0])));
    byte[][] documents = new byte[arguments.length - 1][];
    for (int at = 0; at < documents.length; at++) documents[at] = Files.readAllBytes(Path.of(arguments[at + 1]));
    double[][] taken = new double[documents.length][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++)
      for (int at = 0; at < documents.length; at++) {
        double milliseconds = run(rules, documents[at]);
        if (round >= 0) taken[at][round] = milliseconds;
      }
    double[] medians = Arrays.stream(taken).mapToDouble(Warm::median).toArray();
    System.out.println(median(medians));
  }

  private static double run(XsltExecutable rules, byte[] document) throws Exception {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    XsltTransformer transformer = rules.load();
    transformer.setSource(new StreamSource(new ByteArrayInputStream(document)));
    transformer.setDestination(new XdmDestination());
    transformer.transform();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
