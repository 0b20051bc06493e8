package dev.rehearsal.terraform;

import java.util.List;

/**
 * What a plan, an apply or a destroy came to.
 *
 * @param planned the changes planned, in Terraform's order
 * @param drifted the changes found that Terraform did not make
 * @param warnings what it warned of
 * @param added how many resources are (to be) created
 * @param changed how many are (to be) changed
 * @param destroyed how many are (to be) destroyed
 */
public record TerraformRun(
    List<TerraformEvent.Planned> planned,
    List<TerraformEvent.Drifted> drifted,
    List<TerraformDiagnostic> warnings,
    int added,
    int changed,
    int destroyed) {

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return added == 0 && changed == 0 && destroyed == 0 && planned.isEmpty();
  }
}
