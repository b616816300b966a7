#!/bin/sh
# Fetches Amazon's DynamoDB Local with all that it needs (jars, native SQLite) into a folder, through Maven:
#   .ci/dynamodb-local.sh DIR && BASEGRID_DYNAMODB_LOCAL=DIR npx vitest run tests/store
set -eu

version=2.6.1
folder=${1:?"usage: .ci/dynamodb-local.sh DIR"}
[ -f "$folder/DynamoDBLocal-$version.jar" ] && exit 0

project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
cat > "$project/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>basegrid</groupId><artifactId>dynamodb-local</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
mkdir -p "$folder"
# The main jar is copied last: a broken download is never taken for a whole one.
mvn -q -B -f "$project/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$project/jars"
for file in "$project/jars"/*; do
  case $file in */DynamoDBLocal-*) ;; *) cp "$file" "$folder/" ;; esac
done
cp "$project/jars/DynamoDBLocal-$version.jar" "$folder/"
