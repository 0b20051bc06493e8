package dev.rehearsal.terraform.aws.accessanalyzer;

import dev.rehearsal.terraform.provider.ResourceType;
import java.util.List;

/** What the provider serves of IAM Access Analyzer. */
public final class AccessAnalyzerTypes {

  private AccessAnalyzerTypes() {}

  public static List<ResourceType> resources() {
    return List.of(new AnalyzerType());
  }
}
