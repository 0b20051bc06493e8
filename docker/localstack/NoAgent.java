/** A Java agent that changes nothing. */
public final class NoAgent {

  private NoAgent() {}

  public static void premain(String arguments) {}
}
