const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Given names, of many countries. A name that is not here is still taken for one where it can be nothing else. */
export const givenNames = set(`
aaron abdul adam adrian ahmed aisha akira alan albert alejandro alex alexander alexandra ali alice alicia amanda amir amit amy ana andre andrea
andreas andrew andy angela anil anita ann anna anne anthony antonio anya arjun arthur asha ashley barbara ben benjamin bernd beth bill bob boris brad
brandon brenda brian bruce bruno carl carla carlos carmen carol caroline catherine charles charlie chen chloe chris christian christina christine
christopher claire clara colin craig cristina daniel daniela danny dave david dawn deborah deepak deepika denis dennis derek diana diego dimitri dmitri
dominic don donna dorothy doug douglas dylan ed eddie edward elena eli elias elizabeth ella ellen emily emma eric erik erin ethan eva evan evelyn
fatima felix fernando finn florian fran frances francesca francisco frank fred gabriel gareth gary george georgia gerald gina giovanni giulia grace
graham greg gregory hana hannah hans harry hassan heather heidi helen helena henry hiroshi hugo ian ibrahim igor ingrid irene isabel isabella ivan ivy
jack jacob jake james jamie jan jana jane janet jason javier jay jean jeff jeffrey jen jenna jennifer jenny jeremy jerry jesse jessica jill jim jimmy
jin joan joanna joe joel johan john johnny jon jonas jonathan jordan jorge jose joseph josh joshua juan judith judy julia julian julie jun justin kai
karen karin karl karthik kate katherine kathy katie keith kelly ken kenji kenneth kerry kevin kim kofi kristen kumar kurt kyle lara larry laura lauren
lee lena leo leon leonardo leslie li liam linda lisa liu liz lorenzo louis louise luca lucas lucia lucy luis lukas luke maja manuel marc marco marcus
margaret maria marie mario marion mark marta martin martina mary matt matteo matthew max maya megan mehmet mei melanie melissa mia michael michelle
miguel mike mikhail milan mohamed mohammed mona monica muhammad nadia nancy naomi natalie natasha nathan neha neil nicholas nick nicola nicole nina
noah noor nora oleg oliver olivia omar oscar otto pablo pamela pat patricia patrick paul paula pavel pedro pete peter petra phil philip pierre priya
rachel rafael rahul raj raja rajesh ralph ramesh raul ravi ray rebecca ricardo richard rick rita rob robert roberto robin roger roland roman ron rosa
rose ross roy ruth ryan sally sam samantha samir samuel sandeep sandra sanjay sara sarah sasha sean sebastian sergei shane sharon shreya simon sofia
sonia sophia sophie stefan stephanie stephen steve steven stuart sue sunil suresh susan sven tanya tara taro ted teresa terry theo theresa thomas tim
timothy tina tobias todd tom tomas tommy toni tony tracy trevor uma ursula valerie vanessa vera victor victoria vijay vikram vincent vivek vladimir
walter wei wendy werner will william xavier yan yasmin yuki yusuf yvonne zach zoe`);

/** Companies whose services other companies stand on. */
export const companies = set(`
aws amazon azure microsoft google gcp cloudflare fastly akamai stripe twilio sendgrid mailgun datadog pagerduty okta auth0 github gitlab bitbucket
atlassian heroku digitalocean linode ovh ovhcloud hetzner equinix rackspace oracle ibm salesforce zendesk slack zoom adyen paypal braintree plaid
shopify vercel netlify snowflake databricks mongodb confluent elastic splunk newrelic opsgenie cogent lumen centurylink comcast verizon att telekom vodafone
telia level3 ntt zayo godaddy namecheap dyn verisign letsencrypt digicert crowdstrike zscaler paloalto cisco juniper dell vmware intercom segment
postmark mailchimp vonage telnyx bandwidth algolia contentful square worldpay checkout.com onelogin dropbox box docusign meta facebook apple
bt ee o2 talktalk plusnet openreach telstra optus telus swisscom kpn telefonica t-mobile sprint cox frontier windstream bluehost hostgator dreamhost siteground
ionos 1and1 gandi scaleway vultr contabo hostinger cloudways kinsta supabase sap workday servicenow pingdom ringcentral mandrill sparkpost mailjet klarna
mollie gocardless ingenico verifone fiserv temenos sabre amadeus kaseya solarwinds barracuda sophos mcafee symantec fortinet citrix nutanix netapp emc hpe
lenovo supermicro nvidia telecity interxion telehouse eversource easyspace fairpoint`);

/** Software and things of the trade that are written with a capital, or begin a sentence, and are nobody. */
export const things = set(`
kubernetes docker redis postgres postgresql mysql mariadb kafka rabbitmq nginx haproxy envoy istio consul vault terraform ansible puppet chef jenkins
argo argocd flux helm prometheus grafana alertmanager elasticsearch kibana logstash cassandra zookeeper etcd memcached varnish apache tomcat java
python ruby rails django node react typescript linux windows ubuntu debian celery sidekiq airflow spark hadoop hive presto trino vitess pgbouncer
patroni clickhouse dynamodb s3 ec2 rds lambda sqs sns route53 cloudfront bigquery spanner dns tls ssl tcp http https bgp api cdn vpn nat gpu cpu ram
ssd raid san nfs lvm sql json yaml xml csv utc gmt sev sli slo sla ci cd pr mr rfc postmortem monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december
login logins checkout search payments payment billing uploads upload downloads exports imports webhooks email emails notifications traffic replication
latency production staging monitoring alerting alerts alert automation failover rollback deployment deploy rollout release migration backup backups
recovery restore service services everything nothing something everyone nobody somebody someone anyone it this that these those there they we i you he
she who what which when where why how if then and but or so because since after before while once until although though however also both each
either neither all some any most many few several one two three no not yes next last first second new old our your their its his her my the a an in on
at by for from to of with without during between among over under again still already now later today tomorrow yesterday tonight root cause impact
summary update investigating identified monitored resolved status incident outage issue problem error errors bug failure human operator hardware
software network networking database server servers client clients customer customers user users request requests response responses data storage
disk memory cache queue queues worker workers job jobs cron cluster clusters region regions zone site sites page pages app application system systems
platform infrastructure code config configuration change changes test tests build builds pipeline certificate certificates token tokens session
sessions connection connections pool load balancer router switch firewall proxy gateway host hosts container containers pod pods instance instances
version versions patch patches script scripts table tables index indexes record records row rows log logs metric metrics dashboard threshold limit
limits timeout timeouts retry retries power cooling fiber fibre cable link europe asia africa america us eu uk germany france london frankfurt dublin
ireland virginia oregon tokyo singapore sydney mumbai paris amsterdam west east north south sorry thanks please hi hello note todo fixed restarted
please only just blame as per best poor bad wrong sloppy early preliminary realistically currently right left full partial slow fast according looking given had has have was were is are do does did can could should would will may might must let lets make made more less much such same other others human manual operator engineers technicians contractors developers admins employees staff management engineering once until unless if whether well ok okay yes yesterday's today's end begin start further additional overall again instead rather together across about around at over under up down out off on until per via cause causes during emergency power weather lightning construction
please only just even maybe perhaps probably apparently unfortunately firmware garbage autoscaling autoscaler scheduler schedule leader primary
replica node nodes due had having given based initially eventually additionally whenever despite several currently here consequently therefore thus hence meanwhile finally another within unplanned unexpected heavy high increased temporary internal external technical performance orchestrator consumer consumers producer controller agent daemon kernel runbook documentation`);
