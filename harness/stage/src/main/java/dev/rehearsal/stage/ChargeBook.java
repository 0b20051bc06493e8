package dev.rehearsal.stage;

import dev.rehearsal.cloud.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the payment provider knows: charges and refunds, one each a key. Thread-safe. */
final class ChargeBook {

  private final Ids ids;
  private final Map<String, PaymentProvider.Keyed> charges = new LinkedHashMap<>();
  private final Map<String, PaymentProvider.Refund> refunds = new LinkedHashMap<>();

  ChargeBook(Ids ids) {
    this.ids = ids;
  }

  /**
   * The charge of a key: made now, or the one made before.
   *
   * @return empty where the key belongs to a different request
   */
  synchronized Optional<PaymentProvider.Charge> charge(
      String key, String order, long amount, String currency, String token, String status) {
    String fingerprint = order + ' ' + amount + ' ' + currency + ' ' + token;
    PaymentProvider.Keyed known =
        charges.computeIfAbsent(
            key,
            any ->
                new PaymentProvider.Keyed(
                    new PaymentProvider.Charge(
                        "ch_" + ids.hex(24), key, order, amount, currency, status, 0),
                    fingerprint));
    PaymentProvider.Keyed count =
        new PaymentProvider.Keyed(known.charge().askedAgain(), known.fingerprint());
    charges.put(key, count);
    return known.fingerprint().equals(fingerprint) ? Optional.of(count.charge()) : Optional.empty();
  }

  /** The refund of a key: made now, or the one made before; null where nothing can be refunded. */
  synchronized PaymentProvider.@Nullable Refund refund(String key, String charge, long amount) {
    PaymentProvider.Refund known = refunds.get(key);
    if (known != null) {
      return known;
    }
    for (Map.Entry<String, PaymentProvider.Keyed> each : charges.entrySet()) {
      PaymentProvider.Charge found = each.getValue().charge();
      if (found.id().equals(charge)
          && found.status().equals(PaymentProvider.CAPTURED)
          && found.amount() == amount) {
        each.setValue(
            new PaymentProvider.Keyed(
                found.as(PaymentProvider.REFUNDED), each.getValue().fingerprint()));
        PaymentProvider.Refund refund =
            new PaymentProvider.Refund("re_" + ids.hex(24), key, charge, amount);
        refunds.put(key, refund);
        return refund;
      }
    }
    return null;
  }

  synchronized PaymentProvider.Books all() {
    return new PaymentProvider.Books(List.copyOf(charges.values()), refunds());
  }

  synchronized void restore(PaymentProvider.Books books) {
    books.charges().forEach(each -> charges.put(each.charge().key(), each));
    books.refunds().forEach(each -> refunds.put(each.key(), each));
  }

  synchronized List<PaymentProvider.Charge> charges() {
    return charges.values().stream().map(PaymentProvider.Keyed::charge).toList();
  }

  synchronized List<PaymentProvider.Refund> refunds() {
    return new ArrayList<>(refunds.values());
  }
}
