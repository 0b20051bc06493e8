package dev.rehearsal.journeys.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages journeys as typing, merging and cutting do: letters, lines, words of other files. */
final class Damage {

  private static final String LETTERS = "{}[]:,-#&*!|>'\"%@`$ \n\t\u0000\u20ac\uD83D\uDE00ab0";

  private final List<String> texts;
  private final List<String> lines = new ArrayList<>();
  private final Random random;

  Damage(List<String> texts, Random random) {
    this.texts = texts;
    this.random = random;
    texts.forEach(text -> text.lines().forEach(lines::add));
  }

  /** One of the texts with up to six things wrong. */
  String next() {
    String text = texts.get(random.nextInt(texts.size()));
    for (int change = random.nextInt(6); change >= 0 && !text.isEmpty(); change--) {
      text = random.nextInt(3) == 0 ? line(text) : letter(new StringBuilder(text));
    }
    return text;
  }

  private String letter(StringBuilder text) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> text.deleteCharAt(at);
      case 3, 4, 5 -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
      case 6 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)).repeat(3));
      default -> text.setLength(at);
    }
    return text.toString();
  }

  private String line(String text) {
    List<String> all = new ArrayList<>(text.lines().toList());
    if (all.isEmpty()) {
      return text;
    }
    int at = random.nextInt(all.size());
    switch (random.nextInt(4)) {
      case 0 -> all.remove(at);
      case 1 -> all.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> all.set(at, " ".repeat(random.nextInt(5)) + all.get(at).strip());
      default -> all.add(at, all.get(random.nextInt(all.size())));
    }
    return String.join("\n", all) + "\n";
  }
}
