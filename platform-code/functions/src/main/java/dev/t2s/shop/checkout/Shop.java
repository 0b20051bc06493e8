package dev.t2s.shop.checkout;

import dev.t2s.shop.cart.Carts;
import dev.t2s.shop.catalog.Products;
import dev.t2s.shop.orders.Database;
import dev.t2s.shop.orders.TokenUser;
import dev.t2s.shop.payments.PaymentProvider;
import dev.t2s.shop.runtime.AwsClients;
import dev.t2s.shop.runtime.Log;
import dev.t2s.shop.runtime.Secret;
import dev.t2s.shop.runtime.Settings;
import dev.t2s.shop.runtime.SignedCalls;
import dev.t2s.shop.stock.Stock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What the functions around orders share, put together once a process. */
public final class Shop {

  public final Settings settings;
  public final Log log;
  public final SignedCalls calls;
  public final Database database;
  public final Products products;
  public final Carts carts;
  public final Stock stock;
  public final Secret paymentSecret;
  public final PaymentProvider provider;
  public final Settlement settlement;

  public Shop(
      Settings settings,
      Log log,
      SignedCalls calls,
      DynamoDbClient dynamoDb,
      SecretsManagerClient secrets) {
    this.settings = settings;
    this.log = log;
    this.calls = calls;
    database =
        settings.optional("DATABASE_IAM_USER").isPresent()
            ? new Database(settings, new TokenUser(settings, calls), log)
            : new Database(
                settings, new Secret(secrets, settings.required("DATABASE_SECRET_ARN")), log);
    products = new Products(dynamoDb, settings);
    carts = new Carts(dynamoDb, settings);
    stock = new Stock(dynamoDb, settings);
    paymentSecret = new Secret(secrets, settings.required("PAYMENT_SECRET_ARN"));
    provider = new PaymentProvider(settings, paymentSecret);
    settlement =
        new Settlement(
            database,
            stock,
            carts,
            provider,
            calls,
            settings.required("OUTBOX_RELAY_FUNCTION"),
            log);
  }

  /** The shop of this process. */
  public static Shop ofProcess(String function) {
    Settings settings = Settings.ofProcess();
    AwsClients aws = new AwsClients(settings);
    return new Shop(
        settings, new Log(function), aws.signedCalls(), aws.dynamoDb(), aws.secretsManager());
  }
}
